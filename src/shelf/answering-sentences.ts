import type { ItemId, Recommender } from '../types.js'

/** A search that is still being typed asks for no sentences. */
const STILL_MS = 300

/**
 * The sentences of the shown items that answer a search. They are asked for one item at a time, in the order of the cards. What a
 * card has said about an item stays until the search changes, so that no text changes in view.
 */
export class AnsweringSentences {
  /** By id; empty if no sentence stands out. */
  #sentences = new Map<ItemId, string>()
  #query = ''
  #ids: readonly ItemId[] = []
  #call: AbortController | undefined
  readonly #onSentence: () => void

  constructor(onSentence: () => void) {
    this.#onSentence = onSentence
  }

  /** Undefined while it is not known. */
  of(id: ItemId): string | undefined {
    return this.#sentences.get(id)
  }

  /** Asks for the sentences of these items that are not known yet. */
  follow(recommender: Recommender, query: string, ids: readonly ItemId[]): void {
    if (query !== this.#query) {
      this.stop()
      this.#sentences = new Map()
      this.#query = query
    }
    this.#ids = ids
    if (!this.#call && this.#next() !== undefined) void this.#ask(recommender)
  }

  /** Ends what is under way; `follow` goes on. */
  stop(): void {
    this.#call?.abort()
    this.#call = undefined
  }

  #next(): ItemId | undefined {
    return this.#ids.find((id) => !this.#sentences.has(id))
  }

  async #ask(recommender: Recommender): Promise<void> {
    const call = new AbortController()
    const { signal } = call
    const query = this.#query
    this.#call = call
    await new Promise((resolve) => setTimeout(resolve, STILL_MS))
    for (let id = this.#next(); id !== undefined && !signal.aborted; id = this.#next()) {
      // without an explanation the card still has the reason of its list
      const { evidence = '' } = await recommender.explain(id, { query, signal }).catch(() => ({ evidence: '' }))
      if (signal.aborted) return
      this.#sentences.set(id, evidence)
      this.#onSentence()
    }
    if (this.#call === call) this.#call = undefined
  }
}
