import { isStopWord, stem } from './english.js'

/**
 * Numbers with a decimal sign, then runs of letters, digits and combining marks. An apostrophe inside a word belongs to it
 * (`don't`, `l'eau`); whether a possessive `'s` follows is seen below.
 */
const WORD = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)*/gu

/** Most text needs neither NFKC nor the tables of Unicode: `WORD`, for it. */
const ASCII = /^\p{ASCII}*$/u
const ASCII_WORD = /[0-9]+(?:[.,][0-9]+)+|[A-Za-z0-9]+(?:'[A-Za-z]+)*/g

/** Scripts that write words without blanks between them. */
const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Whether a text has characters of a script that writes words without blanks. */
export function isWithoutBlanks(text: string): boolean {
  return WITHOUT_BLANKS.test(text)
}

/** A longer run is no word (a hash, an encoded file): it would only make the dictionary larger. */
const MAX_TERM_CHARACTERS = 64

const PLAIN_ASCII = /^[A-Za-z0-9]+$/

let segmenter: Intl.Segmenter | undefined

/** Words of a run in a script without blanks; overlapping pairs of characters where the browser has no `Intl.Segmenter`. */
export function segmentRun(run: string, hasSegmenter: boolean = typeof Intl !== 'undefined' && 'Segmenter' in Intl): string[] {
  if (!hasSegmenter) {
    const characters = [...run]
    return characters.length < 2 ? characters : characters.slice(1).map((character, index) => characters[index]! + character)
  }
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike) words.push(segment)
  return words
}

/**
 * The terms of a text, in order, with repetitions: NFKC, lower case, split at what is no letter, digit or mark (by dictionary
 * in scripts that have no blanks), English stop words left out, English plurals, `-ing`, `-ed` and final `e` taken off. Numbers
 * are kept. Terms of queries and of items must both come from here.
 */
export function tokenize(text: string): string[] {
  const terms: string[] = []
  eachTerm(text, (term) => terms.push(term))
  return terms
}

/** The first word that stands for each term of a text, as it was written (after NFKC): for people, who do not read stems. */
export function wordsByTerm(text: string): Map<string, string> {
  const words = new Map<string, string>()
  eachTerm(text, (term, word) => {
    if (!words.has(term)) words.set(term, word)
  })
  return words
}

/** How many words of a text are English stop words. */
export function stopWords(text: string): number {
  let count = 0
  for (const [word] of text.normalize('NFKC').matchAll(WORD)) if (isStopWord(plainOf(word))) count++
  return count
}

function eachTerm(text: string, visit: (term: string, word: string) => void): void {
  if (ASCII.test(text)) {
    for (const [word] of text.matchAll(ASCII_WORD)) visitWord(word, visit)
    return
  }
  for (const [match] of text.normalize('NFKC').matchAll(WORD)) {
    if (PLAIN_ASCII.test(match) || !WITHOUT_BLANKS.test(match)) visitWord(match, visit)
    else for (const word of segmentRun(match.slice(0, 1_000))) visitWord(word, visit)
  }
}

function visitWord(word: string, visit: (term: string, word: string) => void): void {
  const term = termOf(word)
  if (term !== '') visit(term, word)
}

function plainOf(word: string): string {
  const lower = word.toLowerCase()
  return PLAIN_ASCII.test(lower) ? lower : lower.replace(/['’]s$/, '').replace(/['’]/g, '')
}

/** Catalogs repeat their words: a word is looked up far more often than it is taken apart. */
const TERMS = new Map<string, string>()
const MAX_KEPT_TERMS = 50_000

/** The term of a word; empty for one that is none. */
function termOf(word: string): string {
  const known = TERMS.get(word)
  if (known !== undefined) return known
  const plain = plainOf(word)
  const term = plain.length <= MAX_TERM_CHARACTERS && !isStopWord(plain) ? stem(plain) : ''
  if (TERMS.size >= MAX_KEPT_TERMS) TERMS.clear()
  TERMS.set(word, term)
  return term
}
