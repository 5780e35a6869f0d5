import { type Shop, syntheticShop } from '../t1/shop.js'
import { type EmbedTextsOptions, embedTexts, type TextVectors } from '../text-vectors.js'
import type { Outcome } from './outcome.js'

/** What checks share: embeddings and test beds that are made once a run, and the outcomes of other rows. */
export interface CheckContext {
  /** Of every draw of a check. */
  readonly seed: number
  /** `embedTexts`, its cold time added up. */
  embed(texts: readonly string[], options?: EmbedTextsOptions): Promise<TextVectors>
  /** T1 as it is frozen. */
  shop(): Shop
  /** How another row came out; it is run first where need be. */
  outcome(id: string): Promise<Outcome>
}

/** Texts that no earlier run had embedded, and the seconds they took. */
export interface Cold {
  texts: number
  seconds: number
}

export function createContext(outcome: (id: string) => Promise<Outcome>, cold: Cold): CheckContext {
  let shop: Shop | undefined
  return {
    seed: 1,
    outcome,
    async embed(texts, options) {
      const vectors = await embedTexts(texts, options)
      cold.texts += vectors.cold.texts
      cold.seconds += vectors.cold.seconds
      return vectors
    },
    shop() {
      shop ??= syntheticShop()
      return shop
    },
  }
}
