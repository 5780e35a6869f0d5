import type { Explanation, Reason, Recommender } from '../src/index.js'
import type { Row } from './catalogs.js'
import { fill, h } from './dom.js'

/** Opens to the sentence of the item that answers the search, and to every part of its score. Asks when it is opened first. */
export function whyThis(kin: Recommender, { id, title }: Row, query: string): HTMLElement {
  const answer = h('div', { class: 'why-answer' })
  const explain = async () => {
    try {
      fill(answer, ...explanationParts(await kin.explain(id, { query })))
    } catch (thrown) {
      fill(answer, h('p', {}, `It could not be explained: ${thrown instanceof Error ? thrown.message : thrown}`))
    }
  }
  const summary = h('summary', { 'aria-label': `Why this? ${title}` }, 'Why this?')
  const details = h('details', { class: 'why' }, summary, answer)
  details.addEventListener('toggle', () => void explain(), { once: true })
  return details
}

function explanationParts({ evidence, reasons, confidence }: Explanation): HTMLElement[] {
  const weights = new Intl.NumberFormat('en', { signDisplay: 'exceptZero', minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const terms = reasons.map((reason) => h('li', {}, h('b', {}, weights.format(reason.weight)), ` ${termText(reason)}`))
  return [
    ...(evidence ? [h('blockquote', {}, evidence)] : []),
    h('ul', {}, ...terms),
    ...(confidence === undefined ? [] : [h('p', { class: 'muted' }, `Confidence ${Math.round(confidence * 100)} %`)]),
  ]
}

function termText(reason: Reason): string {
  switch (reason.kind) {
    case 'meaning':
      return 'near in meaning'
    case 'words':
      return reason.words.length > 0 ? `has: ${reason.words.join(', ')}` : 'words'
    case 'clauses':
      return wishesText(reason.met, reason.missed)
    default:
      return reason.kind.replace('-', ' ')
  }
}

/** The wishes of a search that an item meets, and those that it misses. */
export function wishesText(met: readonly string[], missed: readonly string[]): string {
  return [...met.map((wish) => `✓ ${wish}`), ...missed.map((wish) => `✗ ${wish}`)].join('  ')
}
