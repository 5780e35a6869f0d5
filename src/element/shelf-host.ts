import type { Mode } from '../shelf/question.js'

/** What a shelf needs of the element it is drawn in. */
export interface ShelfHost extends HTMLElement {
  /** As the page gave it. */
  readonly mode: Mode | undefined
  requestUpdate(): void
  readonly updateComplete: Promise<unknown>
}
