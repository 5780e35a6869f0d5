import type { Price, Reason, Recommendations, Step, Wish } from '../types.js'
import { BOLD, RESET, type Terminal } from './terminal.js'

const MAX_TITLE = 40

/**
 * Recommendations as lines for people: id, title, score, why; of a search for a price alone, which scores nothing, the price. Of a search
 * that is not sure, a line says so first.
 */
export function tableOf(recommendations: Recommendations, { outColumns, colour }: Pick<Terminal, 'outColumns' | 'colour'>): string {
  const { sure, understood, unmet = [], steps } = recommendations
  const unfollowed = unmet.map(({ wish, of, why }) => {
    const unknown = wish === 'neutral' ? 'no item has it' : 'the item does not say'
    return `not followed: ${wish} ${inOneLine(of)} (${why === 'unknown' ? unknown : 'nothing would be left'})\n`
  })
  const on = steps ? `steps: ${steps.map(stepInShort).join('; ') || 'none'}\n` : ''
  const read = unfollowed.join('') + (understood ? `understood: ${understood.map(inShort).join('; ')}\n` : '')
  if (recommendations.length === 0) return `${read}nothing found\n`
  const isPriceAlone = sure === true && recommendations.every(({ reasons }) => reasons.length === 0)
  const rows = recommendations.map(({ item, score, reasons }) =>
    isPriceAlone ? [item.id, item.title, priceOf(item.price)] : [item.id, item.title, score.toFixed(2), why(reasons)],
  )
  const note = sure === false ? 'no exact match; closest:\n' : ''
  return read + note + columnsOf(['id', 'title', ...(isPriceAlone ? ['price'] : ['score', 'why'])], rows, { outColumns, colour }) + on
}

function priceOf(price: Price | undefined): string {
  return price ? `${price.value} ${price.currency ?? ''}`.trim() : ''
}

function stepInShort({ kind, field, value, items }: Step): string {
  const what = kind === 'value' ? `${field} ${value}` : kind === 'cheaper' ? kind : `${kind} ${field}`
  return `${inOneLine(what)} (${items})`
}

function inShort(wish: Wish): string {
  if (wish.kind !== 'price') return `${wish.kind === 'without' ? 'without' : 'any of'} ${[wish.of].flat().map(inOneLine).join(', ')}`
  const { min, max, currency, unused } = wish
  const bounds = [min !== undefined && `from ${min}`, max !== undefined && `up to ${max}`].filter(Boolean).join(' ')
  return `price ${bounds}${currency ? ` ${currency}` : ''}${unused ? ' (not used: the catalog has another currency)' : ''}`
}

/** Lines for people, the second column cut and the third to the right. */
export function columnsOf(
  heading: readonly string[],
  given: readonly (readonly string[])[],
  { outColumns, colour }: Pick<Terminal, 'outColumns' | 'colour'>,
): string {
  const rows = given.map((cells) => cells.map((cell, column) => (column === 1 ? cut(inOneLine(cell), MAX_TITLE) : inOneLine(cell))))
  const widths = heading.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]) =>
    cut(
      cells
        .map((cell, column) => (column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
      outColumns ?? Number.POSITIVE_INFINITY,
    )
  const head = line(heading)
  return [colour ? `${BOLD}${head}${RESET}` : head, ...rows.map(line)].map((text) => `${text}\n`).join('')
}

/** Text of a catalog for a line of a terminal. */
export function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

/** The terms of a score in words, each with what it brought; they add up to the score. */
function why(reasons: readonly Reason[]): string {
  return reasons.map((reason) => `${reason.weight < 0 ? '' : '+'}${reason.weight.toFixed(2)} ${inWords(reason)}`).join(', ')
}

function inWords(reason: Reason): string {
  switch (reason.kind) {
    case 'similar-to':
      return `similar to ${reason.id}`
    case 'because-you':
      return `${reason.event} of ${reason.id}`
    case 'words':
      // shared numbers count and have no name
      return reason.words.length > 0 || reason.weight > 0 ? ['words', ...reason.words].join(' ') : 'no words in common'
    case 'unlike':
      return `unlike ${reason.id}`
    case 'steered':
      return (['kept', 'changed', 'missed'] as const)
        .filter((side) => reason[side].length > 0)
        .map((side) => `${side} ${reason[side].map(inOneLine).join(', ')}`)
        .join('; ')
    case 'clauses':
      return wishesInWords(reason)
    default:
      return reason.kind
  }
}

/** With neither, the item names nothing that is not wanted, but its meaning is near it. */
function wishesInWords(reason: Extract<Reason, { kind: 'clauses' }>): string {
  const sides = (['met', 'missed'] as const).filter((side) => reason[side].length > 0)
  if (sides.length === 0) return 'near what is not wanted'
  return `wishes ${sides.map((side) => `${side}: ${reason[side].map(inOneLine).join(', ')}`).join(', ')}`
}

function cut(text: string, max: number): string {
  const characters = [...text]
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text
}
