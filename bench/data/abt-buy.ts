import { PagekinError } from '../../src/errors.js'
import { lines } from './csv.js'

export interface ProductRecord {
  readonly name: string
  readonly description: string
  /** As written; empty where the shop gave none. */
  readonly price: string
}

export interface ProductPair {
  /** Index into `abt`. */
  readonly abt: number
  /** Index into `buy`. */
  readonly buy: number
  readonly same: boolean
}

export interface AbtBuy {
  /** The distinct records of each shop, in the order of train, valid and test. */
  readonly abt: readonly ProductRecord[]
  readonly buy: readonly ProductRecord[]
  readonly pairs: Readonly<Record<'train' | 'valid' | 'test', readonly ProductPair[]>>
}

/**
 * Abt-Buy product matching as Ditto serialises it (Li et al., 2020): `COL name VAL ... COL description VAL ... COL price VAL ...`
 * of one shop, the same of the other and 0 or 1, tab-separated. Tune on train and valid, report test; for retrieval, each abt
 * record that has a match asks for it among all of buy.
 */
export function parseAbtBuy(train: string, valid: string, test: string): AbtBuy {
  const abt = new Map<string, number>()
  const buy = new Map<string, number>()
  const indexIn = (records: Map<string, number>, text: string) => {
    if (!records.has(text)) records.set(text, records.size)
    return records.get(text)!
  }
  const pairs = (where: string, text: string) =>
    lines(text).map((line, row): ProductPair => {
      const [a, b, label, ...rest] = line.split('\t')
      if (a === undefined || b === undefined || (label !== '0' && label !== '1') || rest.length > 0) {
        throw new PagekinError(
          'usage',
          `abt-buy ${where}, row ${row}: received ${JSON.stringify(line.slice(-40))} at the end, expected two records and 0 or 1`,
        )
      }
      return { abt: indexIn(abt, a), buy: indexIn(buy, b), same: label === '1' }
    })
  const split = { train: pairs('train', train), valid: pairs('valid', valid), test: pairs('test', test) }
  return { abt: [...abt.keys()].map(record), buy: [...buy.keys()].map(record), pairs: split }
}

function record(text: string): ProductRecord {
  const match = /^COL name VAL (.*?) ?COL description VAL (.*?) ?COL price VAL ?(.*?)\s*$/.exec(text)
  if (!match)
    throw new PagekinError(
      'usage',
      `abt-buy: received ${JSON.stringify(text.slice(0, 60))}, expected COL name VAL, COL description VAL and COL price VAL`,
    )
  return { name: match[1]!.trim(), description: match[2]!.trim(), price: match[3]! }
}
