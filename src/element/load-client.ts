import type { nothing as litNothing } from 'lit'
import type { CreateRecommender } from '../page/shared-recommenders.js'
import type { Texts } from '../shelf/messages.js'
import type { Recommender } from '../types.js'
import type { AnswerDrawing } from './answer-drawing.js'
import type { Html } from './html.js'
import type { ShelfController } from './shelf-controller.js'
import type { ShelfHost } from './shelf-host.js'

/**
 * What a shelf needs beyond its first drawing. The one seam between the two halves of the element: everything behind it
 * is fetched later (docs/decisions/015-element-in-two-parts.md), and what is before it knows only these types.
 */
export interface Client {
  /** Each entry of the package knows another way to its own files. */
  readonly create: CreateRecommender
  newShelf(host: ShelfHost): Promise<ShelfController>
  /** What an element draws that needs no shelf. */
  latePanel(name: LatePanelName, host: HTMLElement): Promise<LatePanel>
  drawingWith(html: Html, nothing: typeof litNothing): AnswerDrawing
  /** Those that are there; those of the language of `tag` that come later are told of. */
  textsFor(tag: string | undefined, arrived: () => void): Texts
}

/** Elements that need no shelf on their page. */
export type LatePanelName = 'page-kin-privacy' | 'page-kin-topics'

/** What such an element draws. */
export interface LatePanel {
  /** @param given A recommender of the page's own, which is not disposed. */
  connect(given: Recommender | PromiseLike<Recommender> | undefined): Promise<void>
  disconnect(): void
}

/** Rejects with a `PagekinError`. */
export type LoadClient = () => Promise<Client>

/** The same client for all who ask. A failure is forgotten, so that the next who asks tries again. */
export function once(load: LoadClient): LoadClient {
  let client: Promise<Client> | undefined
  return () => {
    client ??= load().catch((thrown: unknown) => {
      client = undefined
      throw thrown
    })
    return client
  }
}
