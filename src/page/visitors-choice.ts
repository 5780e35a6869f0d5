import { own } from '../own.js'
import type { HeldWhy } from '../types.js'

/** What a visitor has decided about what is kept of them. */
export interface Choice {
  /** Absent while they have not been asked. */
  readonly consent?: boolean
  readonly paused: boolean
}

const KEY = 'pagekin-choice'

/** Of this page, for recommenders that may not store it. */
let known: Choice | undefined

/** Global Privacy Control: the visitor's browser asks every site not to sell or share what it learns. */
const hasSignal = () => (globalThis.navigator as { readonly globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl === true

/** The choice of this visitor, for all recommenders of the page; in localStorage it holds on the next page, too. */
export const visitorsChoice = {
  get(): Choice {
    known ??= readChoice(readStored())
    return known
  },

  /** Anything may be kept only once a visitor has agreed, or if nothing speaks against it. */
  set(choice: Choice, isRequired: boolean): void {
    known = choice
    const { consent, paused } = choice
    const mayStore = consent === true || !(isRequired || hasSignal())
    try {
      if (mayStore && (consent !== undefined || paused)) localStorage.setItem(KEY, JSON.stringify(choice))
      else localStorage.removeItem(KEY)
    } catch {
      // storage is forbidden: the choice holds for this page
    }
  },

  /** What another tab says, or may have said while this page was asleep. */
  heed(said: unknown): void {
    known = readChoice(said)
  },

  /** What all scripts of the page read alike; `get` has what could not be stored, too. */
  stored(): Choice {
    return readChoice(readStored())
  },

  /** Why nothing may be stored; undefined if it may. A choice outweighs the signal of the browser. */
  whyHeld(isRequired: boolean, choice?: Choice): HeldWhy | undefined {
    const { consent } = choice ?? this.get()
    if (consent !== undefined) return consent ? undefined : 'refused'
    return hasSignal() ? 'global-privacy-control' : isRequired ? 'consent' : undefined
  },
}

function readStored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch {
    return undefined
  }
}

/** Any script of the origin may have written it. */
function readChoice(said: unknown): Choice {
  const { consent, paused } = own<Partial<Choice>>(said instanceof Object ? said : {})
  return { ...(typeof consent === 'boolean' && { consent }), paused: paused === true }
}
