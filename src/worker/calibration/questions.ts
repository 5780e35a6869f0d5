import { isTitleFromText, titleFromText } from '../../catalog/title-from-text.js'
import { sentences } from '../../lexical/sentences.js'
import { tokenize } from '../../lexical/tokens.js'
import type { Item } from '../../types.js'
import { mulberry32 } from '../../vectors/random.js'

/** A text that the catalog gives, with what must be found by it. */
export type CatalogQuestion =
  /** A piece of a row's text: the row, without it, or one very like it. */
  | { readonly kind: 'piece'; readonly text: string; readonly row: number }
  /** A name that rows carry: any of them. */
  | { readonly kind: 'label'; readonly text: string; readonly rows: readonly number[] }

export interface CatalogQuestions {
  readonly questions: readonly CatalogQuestion[]
  /** Rows that lost a piece, as they are left. */
  readonly cut: ReadonlyMap<number, Item>
}

/** Rows that lose a sentence, and labels asked for: each brings one embedding or two, and the fit does not change with more. */
const PIECES = 48
const LABELS = 48
const MIN_TERMS = 4
const SHORT_WORDS = [2, 4] as const
/** A label that so many rows carry asks for nothing in particular. */
const COMMON_SHARE = 0.2

/**
 * Questions that a catalog asks of itself: sentences taken out of descriptions (the inverse cloze task of Lee, Chang and Toutanova, 2019),
 * two to four words of each, which are nearer to what people type, and the names of its categories, brands and tags.
 *
 * @param seed The same seed and items give the same questions.
 */
export function catalogQuestions(items: readonly Item[], seed: number): CatalogQuestions {
  const random = mulberry32(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const questions: CatalogQuestion[] = []
  const cut = new Map<number, Item>()
  for (const row of shuffled([...items.keys()], below)) {
    if (cut.size === PIECES) break
    const item = items[row]!
    const all = sentences(item.description ?? '')
    const whole = all.filter((sentence) => tokenize(sentence).length >= MIN_TERMS)
    if (all.length < 2 || whole.length === 0) continue
    const sentence = whole[below(whole.length)]!
    cut.set(row, without(item, all, sentence))
    questions.push({ kind: 'piece', text: sentence, row }, { kind: 'piece', text: words(sentence, below), row })
  }
  const labels = [...carriersOf(items)].filter(([, rows]) => rows.length <= items.length * COMMON_SHARE)
  for (const [text, rows] of shuffled(labels, below).slice(0, LABELS)) questions.push({ kind: 'label', text, rows })
  return { questions, cut }
}

/** A title that is the beginning of the text must not give the sentence away. */
function without(item: Item, all: readonly string[], sentence: string): Item {
  const description = all.filter((other) => other !== sentence).join(' ')
  return { ...item, title: isTitleFromText(item) ? titleFromText(description) : item.title, description }
}

function words(sentence: string, below: (limit: number) => number): string {
  const [fewest, most] = SHORT_WORDS
  const all = sentence.split(/\s+/)
  const length = fewest + below(most - fewest + 1)
  const start = below(Math.max(1, all.length - length + 1))
  return all.slice(start, start + length).join(' ')
}

function carriersOf(items: readonly Item[]): Map<string, number[]> {
  const carriers = new Map<string, number[]>()
  items.forEach(({ brand, tags = [], category = [] }, row) => {
    for (const label of new Set([...tags, ...category, ...(brand === undefined ? [] : [brand])])) {
      const rows = carriers.get(label)
      if (rows) rows.push(row)
      else carriers.set(label, [row])
    }
  })
  return carriers
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], below: (limit: number) => number): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}
