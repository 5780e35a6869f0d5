import type { Item } from '../../../types.js'
import type { CatalogFacts } from '../facts.js'
import { counted, type Detector, type Finding, finding, percent, shareOf } from '../finding.js'

/** The encoder cannot read a text if it knows less than this share of its pieces. */
const MAX_UNKNOWN = 0.3
/** Self-retrieval with fewer questions says nothing. */
const MIN_QUESTIONS = 50
/** An encoder that finds less than half of what words find does not know the language. */
const FAILING = 0.5

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Hangul', 'Hiragana', 'Katakana', 'Han'] as const

/**
 * Items in a script that the encoder does not know, or a catalog in a language that it does not know. The latter shows in how many
 * items are found by their own sentences, compared with words.
 */
export const unreadableLanguage: Detector = (facts) => {
  const { items, sample, readings, selfRetrieval } = facts
  if (!readings) return null
  const unread = sample.filter((_, place) => readings[place]!.unknown > MAX_UNKNOWN * readings[place]!.pieces)
  const asked = selfRetrieval.filter(({ byVectors }) => byVectors !== undefined)
  if (unread.length === 0) return asked.length < MIN_QUESTIONS ? null : misunderstood(asked, sample.length)
  const scripts = [...new Set(unread.map((row) => scriptOf(textOf(items[row]!))))].join(', ')
  return finding({
    kind: 'unreadable-language',
    title: `The encoder cannot read ${counted(unread.length, 'item')} (${shareOf(unread.length, facts)}; script: ${scripts}).`,
    why: `It does not know their words: their vectors say little, and what is like them is told by words alone.${ownTexts(asked.filter(({ row }) => unread.includes(row)))}`,
    advice: ADVICE,
    count: unread.length,
    of: sample.length,
    examples: unread.map((row) => ({ ids: [items[row]!.id], note: items[row]!.title })),
  })
}

const ADVICE =
  'Try `encoder: "multilingual"`, take an encoder for this language (`encoder: "owner/name"` of an export), or switch it off for this catalog (`device: "off"`).'

type Asked = CatalogFacts['selfRetrieval']

function misunderstood(asked: Asked, items: number): Finding | null {
  const [words, vectors] = [asked.filter(({ byWords }) => byWords).length, asked.filter(({ byVectors }) => byVectors).length]
  if (vectors >= FAILING * words || words < FAILING * asked.length) return null
  return finding({
    kind: 'unreadable-language',
    title: 'The encoder hardly understands this catalog.',
    why: `It knows the letters but not the language or the subject.${ownTexts(asked)}`,
    advice: ADVICE,
    count: Math.round((items * (words - vectors)) / asked.length),
    of: items,
    examples: [],
  })
}

function ownTexts(asked: Asked): string {
  if (asked.length < 5) return ''
  const share = (found: (entry: Asked[number]) => boolean | undefined) => percent(asked.filter(found).length / asked.length)
  return ` Searched for by a sentence of their own, ${share(({ byWords }) => byWords)} are among the first ten by words, ${share(({ byVectors }) => byVectors)} by the encoder.`
}

function scriptOf(text: string): string {
  const counts = SCRIPTS.map((script) => [script, (text.match(new RegExp(`\\p{Script=${script}}`, 'gu')) ?? []).length] as const)
  const [script, count] = counts.reduce((a, b) => (b[1] > a[1] ? b : a))
  return count === 0 ? 'other' : script
}

const textOf = ({ title, description = '' }: Item) => `${title} ${description}`
