import type { ErrorCode, PagekinError } from '../errors.js'
import { own } from '../own.js'
import type { FacetChoice, Item, Level, Progress, Where } from '../types.js'

/**
 * `detail` of each event of `<page-kin>`. All events bubble and cross shadow roots. Two can be cancelled. `position` counts from 0.
 * `recommendationId` names the list: the same for all that happens on it, until another question is asked.
 */
export interface PageKinEventDetails {
  /** The first answer to a question is drawn. `tookMs` is the time from the question to the answer. */
  'kin-ready': { readonly recommendationId: string; readonly level: Level; readonly items: readonly Item[]; readonly tookMs: number }
  /** Something is fetched, or items are embedded. */
  'kin-progress': Progress
  /** The visitor follows a card's link. If cancelled, the page stays. */
  'kin-select': { readonly recommendationId: string; readonly item: Item; readonly position: number; readonly originalEvent: MouseEvent }
  /** Half of a card was in view for a second. Once for each item of an answer. */
  'kin-impression': { readonly recommendationId: string; readonly item: Item; readonly position: number }
  /** The visitor is not interested in an item. If cancelled, the card stays and nothing is recorded. */
  'kin-dismiss': { readonly recommendationId: string; readonly item: Item; readonly position: number }
  /** A better level answers now. Cards in view keep their place. */
  'kin-upgrade': { readonly from: Level; readonly to: Level }
  /** The visitor has chosen facets or a topic, or taken a choice back. Of `<page-kin-facets>` and `<page-kin-topics>`. */
  'kin-choose': {
    readonly chosen: Readonly<Record<string, readonly FacetChoice[]>>
    readonly items: number
    readonly where?: Where
  }
  /** Something failed. */
  'kin-error': { readonly code: ErrorCode; readonly message: string; readonly hint: string }
  /** The answer has no items. */
  'kin-empty': null
}

export type PageKinEvents = { readonly [Name in keyof PageKinEventDetails]: CustomEvent<PageKinEventDetails[Name]> }

/** Tells the page; false when it cancelled. */
export function emit<Name extends keyof PageKinEventDetails>(
  target: EventTarget,
  name: Name,
  detail: PageKinEventDetails[Name],
  cancelable = false,
): boolean {
  return target.dispatchEvent(new CustomEvent(name, own({ detail, bubbles: true, composed: true, cancelable })))
}

/** Tells the page what went wrong. */
export function emitError(target: EventTarget, { code, message, hint }: PagekinError): void {
  emit(target, 'kin-error', { code, message, hint })
}

declare global {
  interface HTMLElementEventMap extends PageKinEvents {}
}
