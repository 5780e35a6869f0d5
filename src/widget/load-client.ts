import type { CreateRecommender } from '../client/shared.js'
import type { Texts } from './messages.js'
import type { ShelfController } from './shelf-controller.js'
import type { ShelfHost } from './shelf-host.js'

/**
 * What a shelf needs beyond its first drawing. The one seam between the two halves of the element: everything behind it
 * is fetched later (DESIGN.md 5.15), and what is before it knows only these types.
 */
export interface Client {
  /** Each entry of the package knows another way to its own files. */
  readonly create: CreateRecommender
  newShelf(host: ShelfHost): ShelfController
  /** Of all languages. */
  readonly texts: Texts
  /** The option that was likely meant by a name that is none. */
  nearestOption(name: string): string | undefined
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
