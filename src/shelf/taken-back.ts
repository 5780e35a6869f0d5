import type { Wish } from '../types.js'
import type { Messages } from './messages.js'

/** A wish as a button says it; pressed, the wish is taken back. */
export interface WishView {
  readonly text: string
  readonly label: string
}

export function wishView(wish: Wish, messages: Messages): WishView {
  const text = wish.kind === 'price' && wish.unused ? `${wish.text} (${messages.otherCurrency})` : wish.text
  return { text, label: messages.takeBack.replace('{0}', () => text) }
}

/** The wishes of one search that its visitor has taken back; another search begins anew. */
export class TakenBack {
  #query: string | undefined
  #texts: readonly string[] = []

  of(query: string | undefined): readonly string[] {
    return query === this.#query ? this.#texts : []
  }

  add(query: string | undefined, text: string): void {
    this.#texts = [...this.of(query), text]
    this.#query = query
  }
}
