import { PagekinError, type Reason, type Recommendation, type Recommendations, type Recommender, type Where } from '../src/index.js'
import type { Row } from './catalogs.js'
import { fill, h } from './dom.js'
import { whyThis, wishesText } from './why-this.js'

const LIMIT = 24
/** Shown where nothing fits: a shop that has no trumpets still has something to say. */
const NEAREST = 8

export interface ResultsSettings {
  readonly card: (row: Row, reason: string, why: HTMLElement) => HTMLElement
  readonly listClass: string
  /** What to say when nothing matches. */
  readonly nothing: (words: string) => string
  /** What to show below that. */
  readonly instead?: () => Node[]
}

export interface SearchResults {
  readonly element: HTMLElement
  ask(words: string, where?: Where): void
  stop(): void
}

/**
 * A list of answers to `search`, which follows what is typed: a newer question aborts the one before. When the encoder
 * arrives, words that were looked up literally are asked again for their meaning.
 */
export function searchResults(coming: Promise<Recommender>, { card, listClass, nothing, instead }: ResultsSettings): SearchResults {
  const count = h('p', { class: 'count', role: 'status' })
  const wishes = h('div', { class: 'wishes', role: 'group', 'aria-label': 'Understood' })
  const list = h('ul', { class: listClass })
  const empty = h('div', { class: 'no-results', hidden: true })
  let asked: { readonly words: string; readonly where: Where | undefined; readonly literal: readonly string[] } | undefined
  let pending = new AbortController()
  let answeredAt = ''

  const draw = (kin: Recommender, words: string, found: Recommendations) => {
    const isNearest = found.sure === false
    count.textContent = isNearest ? 'No exact match. Closest:' : found.length > 0 ? summaryOf(found) : nothing(words)
    const shown = isNearest ? found.slice(0, NEAREST) : found
    fill(wishes, ...(found.understood ?? []).map(({ text }) => wishButton(text)))
    fill(list, ...shown.map(({ item, reasons }) => card(item, reasonText(reasons), whyThis(kin, item, words))))
    empty.hidden = shown.length > 0
    if (shown.length === 0) fill(empty, ...(instead?.() ?? []))
  }
  /** Pressed, what was understood is words again. */
  const wishButton = (text: string) =>
    h('button', { type: 'button', 'aria-label': `Take back: ${text}`, onclick: () => takeBack(text) }, `${text} ×`)
  const takeBack = (text: string) => {
    if (!asked) return
    asked = { ...asked, literal: [...asked.literal, text] }
    void run()
  }
  const run = async () => {
    if (!asked) return
    pending.abort()
    pending = new AbortController()
    const { words, where, literal } = asked
    const { signal } = pending
    try {
      const kin = await coming
      const found = await kin.search(words, { signal, ...(where && { where }), literal, limit: LIMIT })
      if (signal.aborted) return
      answeredAt = levelOf(kin)
      draw(kin, words, found)
    } catch (thrown) {
      if (!signal.aborted) count.textContent = `The search failed: ${thrown instanceof PagekinError ? thrown.message : thrown}`
    }
  }
  let stopped = false
  let unsubscribe = () => {}
  coming.then(
    (kin) => {
      if (stopped) return
      unsubscribe = kin.subscribe(() => {
        if (answeredAt !== '' && answeredAt !== levelOf(kin)) void run()
      })
    },
    // the search itself says so
    () => undefined,
  )
  return {
    element: h('div', { class: 'found' }, count, wishes, empty, list),
    ask(words, where) {
      asked = { words, where, literal: asked?.words === words ? asked.literal : [] }
      void run()
    },
    stop() {
      stopped = true
      pending.abort()
      unsubscribe()
    },
  }
}

/** Answers are worth asking for again when the encoder has come, and when the whole catalog has its vectors. */
function levelOf(kin: Recommender): string {
  const { level, phase } = kin.getState()
  return `${level} ${phase === 'embedding' ? 'in part' : ''}`
}

/** With an encoder there is always something nearest, so the count alone would say nothing. */
function summaryOf(found: readonly Recommendation[]): string {
  const byWords = found.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'words' || kind === 'clauses')).length
  if (byWords === 0) return 'Nothing has these words. Nearest in meaning:'
  return found.length < LIMIT ? `${found.length} ${found.length === 1 ? 'result' : 'results'}` : `The ${LIMIT} best results`
}

function reasonText(reasons: readonly Reason[]): string {
  const top = reasons.toSorted((a, b) => b.weight - a.weight)[0]
  if (top?.kind === 'words') return `Has: ${top.words.join(', ')}`
  if (top?.kind === 'clauses') return wishesText(top.met, top.missed)
  return top?.kind === 'meaning' ? 'Near in meaning' : ''
}
