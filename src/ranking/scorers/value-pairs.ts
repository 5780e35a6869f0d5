import type { Item } from '../../types.js'
import type { ItemWeights } from './item-item.js'

/** Keeps what few links say small (docs/measurements.md#values-that-go-together). */
const PRIOR = 0.5
/** Links that are counted at most, evenly over all. */
const MOST_COUNTED = 100_000
/** Of the items, a share that is counted beforehand: one in so many. */
const OFTEN = 50
/** Items of a piece of work. */
const PIECE = 256
/** Numbers that are kept at most, of values asked about before. */
const MOST_KEPT = 1_000_000

/** The levels of the category and the tags, and '' first. No brand: it would speak for kinds of which no link says anything. */
export function valuesOf({ category = [], tags = [] }: Item): ReadonlySet<string> {
  const levels = category.map((_, depth) => category.slice(0, depth + 1).join())
  return new Set(['', ...levels, ...tags])
}

/**
 * Which values of items go with which, counted over links:
 *
 *     score(i, j) = sum over values a of i and b of j of  n[a] / (n[a] + 1) ln((n[a, b] + .5) / (n[a] n[b] / n + .5))
 *
 * n[a, b] = the weights of all links from a row of value a to one of value b. So what a shop links by its kinds ("shorts go with tees for the
 * same people") is known of rows without links. Only what values asked about led to is counted.
 *
 * Source: second-order crosses of fields (Song et al. 2019, "AutoInt"), counted in place of learnt: pointwise mutual information, which
 * can be read; the factor in front discounts what few links say, as Pantel and Lin 2002, "Discovering word senses from text", do. So an item
 * of which no value is known from links has 0.
 */
export class ValuePairs {
  readonly #weights: ItemWeights
  /** Of each row, as numbers; all have value 0, so that pairs with it say how often a value occurs. */
  readonly #values: (readonly number[])[] = []
  /** By value: its rows, and how many values of the same rows it stands for. */
  readonly #rows: number[][] = []
  readonly #times: number[] = []
  readonly #counts = new Map<number, Float64Array>()

  private constructor(weights: ItemWeights) {
    this.#weights = weights
  }

  /** Reads the values of the items, in pieces. */
  static *making(items: readonly Item[], weights: ItemWeights): Generator<void, ValuePairs> {
    const pairs = new ValuePairs(weights)
    const often = new Map<string, number>()
    for (const [row, item] of items.entries()) {
      if (row % PIECE === 0) yield
      for (const name of valuesOf(item)) often.set(name, (often.get(name) ?? 0) + 1)
    }
    const places = new Map<string | number, number>()
    for (const [row, item] of items.entries()) {
      if (row % PIECE === 0) yield
      const values: number[] = []
      for (const name of valuesOf(item)) {
        // what one item alone has is all the same
        const key = name && often.get(name) === 1 ? row : name
        const place = places.get(key) ?? places.size
        places.set(key, place)
        pairs.#times[place] = key === row ? (pairs.#times[place] ?? 0) + 1 : 1
        pairs.#rows[place] ??= []
        if (pairs.#rows[place]!.at(-1) === row) continue
        pairs.#rows[place]!.push(row)
        values.push(place)
      }
      pairs.#values.push(values)
    }
    // what many items have takes longest, and is asked about most
    for (const [value, rows] of pairs.#rows.entries()) if (rows.length * OFTEN > items.length) yield void pairs.#countsOf(value)
    return pairs
  }

  /**
   * Adds to `out` the score of each row, times `factor`, on average over those asked about.
   *
   * @param skip Links from these do not count.
   */
  addScores(asked: readonly number[], factor: number, out: Float32Array, skip: ReadonlySet<number> = new Set()): void {
    const times = new Map<number, number>()
    for (const row of asked) for (const a of this.#values[row]!) times.set(a, (times.get(a) ?? 0) + this.#times[a]!)
    const often = this.#countsOf(0, skip)
    const shares: { readonly weight: number; readonly share: number }[] = []
    const lifts = new Float64Array(this.#rows.length)
    // what all items have goes with everything as often as by chance
    times.delete(0)
    for (const [a, count] of times) {
      const to = this.#countsOf(a, skip)
      const weight = (count * to[0]!) / (to[0]! + 1)
      if (weight > 0) shares.push({ weight, share: to[0]! / often[0]! })
      to.forEach((together, b) => {
        if (together !== 0) lifts[b]! += weight * Math.log1p(together / PRIOR)
      })
    }
    // values that occur as often are as often there by chance
    const byChance = new Map<number, number>()
    lifts.forEach((_, b) => {
      const known = byChance.get(often[b]!)
      const chance = known ?? shares.reduce((sum, { weight, share }) => sum + weight * Math.log1p((share * often[b]!) / PRIOR), 0)
      if (known === undefined) byChance.set(often[b]!, chance)
      lifts[b] = this.#times[b]! * (lifts[b]! - chance)
    })
    this.#values.forEach((values, row) => {
      out[row]! += (factor / asked.length) * values.reduce((sum, b) => sum + lifts[b]!, 0)
    })
  }

  /** The weights of links from rows of this value to those of each other. */
  #countsOf(value: number, skip: ReadonlySet<number> = new Set()): Float64Array {
    let counts = this.#counts.get(value)
    if (!counts) {
      counts = this.#add(this.#rows[value] ?? [], 1, new Float64Array(this.#rows.length))
      if (this.#counts.size * counts.length > MOST_KEPT) this.#counts.clear()
      this.#counts.set(value, counts)
    }
    const skipped = [...skip].filter((row) => this.#values[row]!.includes(value))
    return skipped.length > 0 ? this.#add(skipped, -1, counts.slice()) : counts
  }

  #add(from: readonly number[], sign: number, counts: Float64Array): Float64Array {
    const { offset, rows, weights } = this.#weights
    const step = Math.ceil(rows.length / MOST_COUNTED)
    for (const row of from) {
      for (let e = offset[row]!; e < offset[row + 1]!; e++) {
        if (e % step === 0) for (const b of this.#values[rows[e]!]!) counts[b]! += sign * weights[e]!
      }
    }
    return counts
  }
}
