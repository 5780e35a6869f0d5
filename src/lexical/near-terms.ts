import { isWithoutBlanks } from './tokens.js'

/** A term of the catalog in the place of one that it does not have, and how near the two are, 0 to 1. */
export interface NearTerm {
  readonly term: string
  readonly similarity: number
}

/** Of one unknown term so many stand-ins at the most, and none that is less like it. */
const MAX_TERMS = 4
const MIN_SIMILARITY = 0.5
/** Shorter beginnings and endings are shared by words that have nothing to do with each other. */
const MIN_SHARED = 4
const MIN_SHARED_WITHOUT_BLANKS = 2
const MIN_EDITED = 5
const ONE_EDIT = 0.8
/** Two words that each go on beyond what they share are forms of one where that is most of both: `violin` is no form of `violet`. */
const MIN_STEM_SHARE = 0.7

/**
 * The terms of a vocabulary that a word nobody wrote may stand for, nearest first: the same letters with other accents (1), a word that
 * it begins or ends, or that begins or ends it, as inflected words and compounds do (the share of letters they have in common), another
 * ending of the same stem, or one letter added, lost, changed or swapped (.8). It takes no stemmer, and so works alike in every language.
 * English loses nothing by it: of the dev halves, nDCG@10 of BM25 stays .372 (Cranfield) and .724 (TREC passages, linear gain), MRR of
 * inverse cloze on papers is .689 with and .690 without.
 */
export function nearTerms(word: string, vocabulary: Iterable<string>): NearTerm[] {
  const folded = withoutAccents(word)
  const shared = isWithoutBlanks(word) ? MIN_SHARED_WITHOUT_BLANKS : MIN_SHARED
  const near: NearTerm[] = []
  // a shorter word has nothing that could be shared; numbers are other numbers
  if (folded.length < shared || /\d/.test(folded)) return near
  for (const term of vocabulary) {
    // most are told by their lengths; accents are a letter more at the most
    if (term.length > folded.length / MIN_SIMILARITY || (term.length + 1) * 2 < folded.length) continue
    const similarity = similarityOf(folded, withoutAccents(term), shared)
    if (similarity >= MIN_SIMILARITY) near.push({ term, similarity })
  }
  return near.sort((a, b) => b.similarity - a.similarity || (a.term < b.term ? -1 : 1)).slice(0, MAX_TERMS)
}

function similarityOf(a: string, b: string, minShared: number): number {
  if (a === b) return 1
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < minShared || short.length < MIN_SIMILARITY * long.length) return 0
  if (long.endsWith(short)) return short.length / long.length
  let prefix = 0
  while (prefix < short.length && short[prefix] === long[prefix]) prefix++
  // endings differ in what a word does in its sentence, and are short
  const isEnding = long.length - prefix <= Math.max(2, long.length / 3)
  const isStem = prefix === short.length || prefix >= MIN_STEM_SHARE * long.length
  const inflected = prefix >= minShared && isEnding && isStem ? prefix / long.length : 0
  const edited = long.length >= MIN_EDITED && isOneEdit(short, long) ? ONE_EDIT : 0
  return Math.max(inflected, edited)
}

/** Whether one letter more, less or other, or two neighbours swapped, make the one of the other. */
function isOneEdit(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  if (short.slice(at + 1) === long.slice(at + 1)) return true
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
}

/** Accents of Latin, Greek and Cyrillic letters; other scripts write vowels with marks. */
function withoutAccents(term: string): string {
  return /^[a-z0-9]*$/.test(term)
    ? term
    : term
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
}
