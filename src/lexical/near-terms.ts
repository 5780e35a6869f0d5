import { isWithoutBlanks } from './tokens.js'

/** A term of the catalog that stands for one that it does not have, and how near the two are, 0 to 1. */
export interface NearTerm {
  readonly term: string
  readonly similarity: number
}

/** The most stand-ins of one unknown term, and how near they have to be. */
const MAX_TERMS = 4
const MIN_SIMILARITY = 0.5
/** Unrelated words often share shorter beginnings and endings. */
const MIN_SHARED = 4
const MIN_SHARED_WITHOUT_BLANKS = 2
const MIN_EDITED = 5
const ONE_EDIT = 0.8
/** Of shorter words only neighbours may be swapped; that finds, and is no evidence (docs/measurements.md#near-terms). */
const SHORT_SWAP = 0.55
/** Two words are forms of one if the part they share is most of both: `violin` is not a form of `violet`. */
const MIN_STEM_SHARE = 0.7
/** A part of a number finds, and is no evidence: others have it, too. */
export const PART = 0.5
const PLAIN = /^[a-z0-9]*$/
const HAS_UMLAUT = /[äöüß]/

/**
 * The terms of a vocabulary that are nearest to a word it does not have, nearest first: the same letters with other accents, a word
 * that begins or ends the other (inflections, compounds), another ending of the same stem, or one letter added, lost, changed or
 * swapped. German umlauts may be written as two letters. Needs no stemmer, so it works in every language. Figures: docs/measurements.md#near-terms.
 */
export function nearTerms(word: string, vocabulary: Iterable<string>): NearTerm[] {
  const folded = withoutAccents(word)
  const spelt = speltOut(word)
  const shared = isWithoutBlanks(word) ? MIN_SHARED_WITHOUT_BLANKS : MIN_SHARED
  const near: NearTerm[] = []
  // a shorter word has nothing that could be shared; numbers are other numbers
  if (folded.length < shared || /\d/.test(folded)) return near
  for (const term of vocabulary) {
    // lengths rule most out; written out, each letter may become two
    if (term.length > spelt.length / MIN_SIMILARITY || term.length * 2 < MIN_SIMILARITY * folded.length) continue
    const isPlain = PLAIN.test(term)
    if (isPlain && term.length < MIN_SIMILARITY * folded.length) continue
    const plain = isPlain ? term : withoutAccents(term)
    const out = isPlain || !HAS_UMLAUT.test(term) ? plain : speltOut(term)
    const asSpelt = out === plain && spelt === folded ? 0 : similarityOf(spelt, out, shared)
    const similarity = Math.max(similarityOf(folded, plain, shared), asSpelt)
    if (similarity >= MIN_SIMILARITY) near.push({ term, similarity })
  }
  near.sort((a, b) => b.similarity - a.similarity || (a.term < b.term ? -1 : 1))
  // a swap stands in where nothing nearer does
  const isSwap = ({ similarity }: NearTerm) => folded.length === MIN_SHARED && similarity === SHORT_SWAP
  return near.filter((one) => !isSwap(one) || one.similarity === near[0]!.similarity).slice(0, MAX_TERMS)
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
  return Math.max(inflected, editSimilarity(short, long, prefix))
}

/** Of words that begin with the same `at` letters: whether one letter added, removed or changed, or two neighbours swapped, turns one into the other. */
function editSimilarity(short: string, long: string, at: number): number {
  const isLong = long.length >= MIN_EDITED
  const rest = long.slice(at + 1)
  if (short.length < long.length) return isLong && short.slice(at) === rest ? ONE_EDIT : 0
  const isSwap = short[at] === rest[0] && short[at + 1] === long[at] && short.slice(at + 2) === rest.slice(1)
  if (isLong) return isSwap || short.slice(at + 1) === rest ? ONE_EDIT : 0
  return isSwap && long.length >= MIN_SHARED ? SHORT_SWAP : 0
}

/** As keyboards without umlauts write German. */
function speltOut(term: string): string {
  return withoutAccents(term.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss'))
}

/** Accents of Latin, Greek and Cyrillic letters; other scripts write vowels with marks. */
function withoutAccents(term: string): string {
  return PLAIN.test(term)
    ? term
    : term
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
}
