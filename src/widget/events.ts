import type { ErrorCode, PagekinError } from '../errors.js'
import type { Item, Level, Progress } from '../types.js'
import { warnOf } from './warn.js'

/** What the events of `<page-kin>` carry in `detail`. All bubble and cross shadow roots; two can be cancelled. */
export interface PageKinEventDetails {
  /** The first answer to a question is drawn. `tookMs` from the question to the answer. */
  'kin-ready': { readonly level: Level; readonly items: readonly Item[]; readonly tookMs: number }
  'kin-progress': Progress
  /** A card's link was followed; cancelled, the page stays. `position` counts from 0. */
  'kin-select': { readonly item: Item; readonly position: number; readonly originalEvent: MouseEvent }
  /** Half of a card was in view for a second; once for each item of an answer. */
  'kin-impression': { readonly item: Item; readonly position: number }
  /** "Not interested"; cancelled, the card stays and nothing is noted. */
  'kin-dismiss': { readonly item: Item }
  /** A better level answers now; what the visitor saw has kept its place. */
  'kin-upgrade': { readonly from: Level; readonly to: Level }
  'kin-error': { readonly code: ErrorCode; readonly message: string; readonly hint: string }
  /** The question has no answer. */
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
  return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }))
}

/** Tells page and console what went wrong. */
export function emitError(target: EventTarget, error: PagekinError): void {
  warnOf(error)
  const { code, message, hint } = error
  emit(target, 'kin-error', { code, message, hint })
}

declare global {
  interface HTMLElementEventMap extends PageKinEvents {}
}
