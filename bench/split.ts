import { PagekinError } from '../src/errors.js'
import { sha256 } from '../src/sha256-digest.js'

/** What is tuned on (`dev`), what is reported (`test`), and what may be learned from (`train`, the rest). */
export interface Split {
  readonly train: readonly string[]
  readonly dev: readonly string[]
  readonly test: readonly string[]
}

export interface SplitShares {
  /** Share of dev. Default 0.5. */
  readonly dev?: number
  /** Share of test. Default 0.5. */
  readonly test?: number
}

/**
 * Parts ids by a hash of `name` (of the set) and the id: an id stays where it is whatever is added, taken away or reordered.
 * The first 32 bits of SHA-256 as a fraction u: test below `test`, dev below `test + dev`, else train. Order as given.
 * Throws `usage` for shares that are no parts of 1 and for an id that comes twice.
 */
export function splitByHash(name: string, ids: readonly string[], shares: SplitShares = {}): Split {
  const { dev = 0.5, test = 0.5 } = shares
  if (!(dev >= 0 && test >= 0 && dev + test <= 1)) {
    throw new PagekinError(
      'usage',
      `splitByHash ${name}: received dev ${dev} and test ${test}, expected shares that add up to 1 at the most`,
    )
  }
  if (new Set(ids).size !== ids.length) throw new PagekinError('usage', `splitByHash ${name}: received an id twice, expected distinct ids`)
  const split = { train: [] as string[], dev: [] as string[], test: [] as string[] }
  for (const id of ids) {
    const u = hashFraction(`${name}\n${id}`)
    split[u < test ? 'test' : u < test + dev ? 'dev' : 'train'].push(id)
  }
  return split
}

function hashFraction(text: string): number {
  const [a, b, c, d] = sha256(new TextEncoder().encode(text))
  return (a! * 2 ** 24 + b! * 2 ** 16 + c! * 2 ** 8 + d!) / 2 ** 32
}
