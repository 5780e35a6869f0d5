import { HISTORY_KEY } from '../page/session-history.js'
import type { HistoryMode } from '../types.js'
import type { Mode } from './question.js'

/**
 * Whether a shelf of this mode may list what the visitor did, as far as a page that has just begun can tell. What they did in this tab is
 * known at once, so a first visitor's page leaves no room for it; what the device has is not, nor what a recommender of the page has.
 */
export function mayHavePast(mode: Mode, history: HistoryMode | undefined): boolean {
  // an id may hold such a word, too: then room is kept in vain
  const types = mode === 'recent' ? /view|click/ : mode === 'again' && /purchase/
  if (!types || history === 'persist') return true
  try {
    return types.test(sessionStorage.getItem(HISTORY_KEY) ?? '')
  } catch {
    return false
  }
}
