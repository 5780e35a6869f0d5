import { kebab, OPTIONS } from '../options.js'
import type { RecommenderLease, SharedOptions } from '../page/shared-recommenders.js'
import type { Recommender } from '../types.js'
import { shelfOf, warnOfNoShelf } from './panel-shelf.js'
import { readEngineOptions } from './settings.js'

/** What lends recommenders to the shelves of the page: a panel that is a file of its own must not lend others. */
export type Lend = (options: SharedOptions) => RecommenderLease

/** The recommender that a panel is about. It is that of a shelf with the same catalog and pack, if the page has one. */
export class BorrowedRecommender {
  readonly #host: HTMLElement
  readonly #lend: Lend
  #lease: RecommenderLease | undefined

  constructor(host: HTMLElement, lend: Lend) {
    this.#host = host
    this.#lend = lend
  }

  /** That of its own attributes, of the shelf that `for` names, or of the first shelf of the page. Undefined, with a warning, without any. */
  async get(): Promise<Recommender | undefined> {
    const id = this.#host.getAttribute('for')
    const attributes = Object.fromEntries(OPTIONS.map(({ name }) => [name, this.#host.getAttribute(kebab(name)) ?? undefined]))
    const isOwn = id === null && (attributes.catalog ?? attributes.pack) !== undefined
    const shelf = isOwn ? shelfWith(attributes) : shelfOf(this.#host)
    if (!isOwn && !shelf) {
      warnOfNoShelf(this.#host, ', or the attribute catalog')
      return undefined
    }
    const source = (shelf ?? attributes) as Readonly<Record<string, unknown>>
    if (source.recommender) return source.recommender as Recommender | Promise<Recommender>
    const options = readEngineOptions(Object.fromEntries(OPTIONS.map(({ name }) => [name, source[name]])))
    this.#lease = this.#lend(Array.isArray(source.items) ? { ...options, items: source.items } : options)
    return this.#lease.ready
  }

  release(): void {
    this.#lease?.release()
    this.#lease = undefined
  }
}

function shelfWith({ catalog, pack }: Readonly<Record<string, unknown>>): HTMLElementTagNameMap['page-kin'] | undefined {
  return [...document.querySelectorAll('page-kin')].find((shelf) => shelf.catalog === catalog && shelf.pack === pack)
}
