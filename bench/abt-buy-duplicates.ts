import { parseCatalog } from '../src/catalog/parse.js'
import type { Item } from '../src/types.js'
import type { AbtBuy } from './data/abt-buy.js'
import { abtBuyRows } from './data/catalog-rows.js'
import { sharedSets } from './shared-data.js'

/** Both shops as a page reads their catalogs. */
export interface Shops {
  readonly set: AbtBuy
  readonly abt: readonly Item[]
  readonly buy: readonly Item[]
}

export type File = keyof AbtBuy['pairs']

export interface LabelledPair {
  readonly a: Item
  readonly b: Item
  readonly same: boolean
}

export interface MatchQuality {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Of each pair whether it was called the same, in the order of `labelledPairs`. */
  readonly called: readonly boolean[]
}

export function openAbtBuy(): Shops {
  const set = sharedSets.abtBuy()
  return { set, abt: parseCatalog(abtBuyRows(set, 'abt')).items, buy: parseCatalog(abtBuyRows(set, 'buy')).items }
}

export function labelledPairs({ set, abt, buy }: Shops, files: readonly File[]): LabelledPair[] {
  return files.flatMap((file) => set.pairs[file].map((pair) => ({ a: abt[pair.abt]!, b: buy[pair.buy]!, same: pair.same })))
}

/** How a matcher judges the labelled pairs of these files. Precision is 1 where it finds none. */
export function duplicatesOnAbtBuy(isSame: (a: Item, b: Item) => boolean, shops: Shops, files: readonly File[]): MatchQuality {
  const pairs = labelledPairs(shops, files)
  const called = pairs.map(({ a, b }) => isSame(a, b))
  return { ...qualityOf(called, pairs), called }
}

export function qualityOf(called: readonly boolean[], pairs: readonly Pick<LabelledPair, 'same'>[]): Omit<MatchQuality, 'called'> {
  const found = called.filter(Boolean).length
  const right = called.filter((yes, i) => yes && pairs[i]!.same).length
  const same = pairs.filter((pair) => pair.same).length
  return { precision: found === 0 ? 1 : right / found, recall: right / same, f1: (2 * right) / (found + same) }
}
