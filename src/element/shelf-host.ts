/** What a shelf needs of the element it is drawn in. */
export interface ShelfHost extends HTMLElement {
  requestUpdate(): void
  readonly updateComplete: Promise<unknown>
}
