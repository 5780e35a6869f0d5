import type { Route } from './router.js'

/** What a page draws into `<main>`. */
export interface Page {
  readonly title: string
  readonly content: Node
  /** Takes another route without being drawn anew; false where it cannot. */
  readonly follow?: (route: Route) => boolean
  /** Called when another page takes its place. */
  readonly leave?: () => void
}

export type Go = (route: Route, how?: 'push' | 'replace') => void
