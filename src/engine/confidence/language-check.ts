import type { Bm25Index } from '../../lexical/bm25.js'
import type { VectorMeta } from '../../store/store.js'
import type { FlatIndex } from '../../vectors/flat-index.js'
import type { CatalogRows } from '../catalog-rows.js'
import type { EncoderClient } from '../encoder-client.js'
import { knowsLanguage, readSelfRetrieval, type SelfRetrieval, selfRetrieval } from './self-retrieval.js'

export interface LanguageCheckParts {
  readonly rows: CatalogRows
  words(): Bm25Index
  readonly encoder: EncoderClient
}

/** Catalogs of one site that are remembered. */
const MAX_KEPT = 8

/** Whether the encoder knows the language of the catalog: asked once, and kept with the vectors until they are cleared. */
export class LanguageCheck {
  readonly #parts: LanguageCheckParts
  #found: { readonly fingerprint: string; readonly first: string; readonly result: SelfRetrieval | null } | undefined

  constructor(parts: LanguageCheckParts) {
    this.#parts = parts
  }

  /** Why vectors of this encoder are no use for the catalog, a sentence; undefined where they are, or nobody has asked. */
  reason(meta: VectorMeta | undefined): string | undefined {
    const result = this.#resultOf(meta)
    if (!result || knowsLanguage(result)) return undefined
    const { asked, byWords, byMeaning } = result
    return `the encoder does not know the language of this catalog: of ${asked} items asked for by their titles it finds ${byMeaning}, words find ${byWords}; encoder: 'multilingual' knows twelve languages`
  }

  /** Whether it is yet to be asked. */
  isOpen(meta: VectorMeta | undefined): boolean {
    return this.#resultOf(meta) === undefined
  }

  /** What is to be kept with the vectors; undefined where the catalog is too small to say. @throws what the encoder throws. */
  async ask(
    meta: VectorMeta,
    index: FlatIndex,
    drafts: ReadonlySet<number>,
    signal: AbortSignal,
  ): Promise<Pick<VectorMeta, 'selfRetrievals'> | undefined> {
    const { rows, words, encoder } = this.#parts
    const first = this.#first()
    const result = await selfRetrieval({ rows, words, index, drafts, encoder, signal })
    this.#found = { fingerprint: meta.fingerprint, first, result }
    if (!result) return undefined
    const others = Object.entries(keptIn(meta)).slice(1 - MAX_KEPT)
    return { selfRetrievals: { ...Object.fromEntries(others), [first]: result } }
  }

  forget(): void {
    this.#found = undefined
  }

  /** Null: asked, and the catalog is too small to say. */
  #resultOf(meta: VectorMeta | undefined): SelfRetrieval | null | undefined {
    if (!meta) return undefined
    const first = this.#first()
    if (this.#found?.fingerprint === meta.fingerprint && this.#found.first === first) return this.#found.result
    return readSelfRetrieval(keptIn(meta)[first])
  }

  /**
   * What a catalog is known by, the hash of its first text: one encoder serves several, and rows that a page gives have no address. Where
   * that text changes it is asked again.
   */
  #first(): string {
    return this.#parts.rows.hashes[0] ?? ''
  }
}

function keptIn({ selfRetrievals }: VectorMeta): Readonly<Record<string, unknown>> {
  return typeof selfRetrievals === 'object' && selfRetrievals !== null ? { ...selfRetrievals } : {}
}
