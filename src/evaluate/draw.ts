import { PagekinError } from '../errors.js'
import { mulberry32 } from '../vectors/random.js'

/** Random draws, all from one seed: the same calls give the same draws. */
export interface Draw {
  /** Uniform in [0, 1). */
  fraction(): number
  /** Uniform integer, low to high inclusive. */
  integer(low: number, high: number): number
  one<T>(list: readonly T[]): T
  /** An index, with chance in proportion to its weight. */
  weighted(weights: ArrayLike<number>): number
  /** A new list in random order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[]
  /** Standard normal (Box and Muller, 1958). */
  normal(): number
}

export function draws(seed: number): Draw {
  const fraction = mulberry32(seed)
  const integer = (low: number, high: number) => low + Math.floor(fraction() * (high - low + 1))
  return {
    fraction,
    integer,
    one: (list) => list[integer(0, list.length - 1)]!,
    weighted(weights) {
      let total = 0
      for (let i = 0; i < weights.length; i++) total += weights[i]!
      if (!(total > 0)) throw new PagekinError('usage', `weighted draw: received weights that add up to ${total}, expected more than 0`)
      let left = fraction() * total
      let last = 0
      for (let i = 0; i < weights.length; i++) {
        if (weights[i] === 0) continue
        last = i
        left -= weights[i]!
        if (left < 0) return i
      }
      // rounding may leave a crumb: it belongs to the last one that can be drawn
      return last
    },
    shuffled(list) {
      const result = [...list]
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(0, i)
        ;[result[i], result[j]] = [result[j]!, result[i]!]
      }
      return result
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction()),
  }
}
