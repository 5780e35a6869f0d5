import type { Bm25Index } from '../../lexical/bm25.js'
import { tokenize } from '../../lexical/tokens.js'
import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'

/** `names[k]` is of what is not wanted, by row: 1 where it is named, -1 where it is named as absent, else 0. */
export interface WithoutTerm extends RowTerm {
  readonly names: readonly Int8Array[]
}

/** What a row loses that names what is not wanted, in deviations (docs/measurements.md#wishes). */
const NAMES_IT = 6
/** What a row gains that says it is without. */
const SAYS_WITHOUT = 1
/** What a row loses for each deviation that its meaning is nearer than so many. */
const NEAR_IT = 0.5
const FAR = 1

/** What people mean by the name of a diet or an allergy; a record names the thing, seldom the kind. */
const KINDS = new Map(
  Object.entries({
    nut: 'nut walnut pecan almond hazelnut cashew pistachio peanut macadamia',
    dairy: 'dairy milk cream butter buttermilk cheese yogurt yoghurt parmesan mozzarella cheddar ricotta feta ghee',
    cheese: 'cheese parmesan mozzarella cheddar ricotta feta gouda brie mascarpone',
    meat: 'meat beef pork chicken turkey bacon ham sausage lamb veal duck prosciutto pepperoni salami chorizo steak',
    alcohol: 'alcohol wine rum vodka brandy bourbon beer whiskey whisky liqueur sherry tequila gin champagne vermouth',
    gluten: 'gluten wheat flour barley rye semolina',
    seafood: 'seafood shrimp prawn crab lobster clam mussel oyster scallop squid fish salmon tuna cod',
    fish: 'fish salmon tuna cod trout halibut anchovy tilapia sardine',
  }),
)

export interface NotWanted {
  readonly text: string
  /** How near each row is in meaning, in standard units; null where nobody knows. */
  readonly near: Float32Array | null
}

/**
 * A row loses by what it has of what is not wanted:
 *
 *     score_i = sum over k of  (-n where it names k, +s where it says it is without k)  -  q max(0, z_k,i - far)
 *
 * @param textOf What a row says, all of it.
 */
export function withoutTerm(notWanted: readonly NotWanted[], words: Bm25Index, rows: number, textOf: (row: number) => string): WithoutTerm {
  const named = notWanted.map(({ text }) => namesOf(text, words, rows, textOf))
  const scores = Float32Array.from({ length: rows }, (_, row) => {
    let score = 0
    notWanted.forEach(({ near }, k) => {
      const names = named[k]![row]!
      score += names > 0 ? -NAMES_IT : names < 0 ? SAYS_WITHOUT : 0
      if (near && names >= 0) score -= NEAR_IT * Math.max(0, near[row]! - FAR)
    })
    return score
  })
  const said = (row: number, sign: number) =>
    notWanted.filter((_, k) => Math.sign(named[k]![row]!) === sign).map(({ text }) => `not ${text}`)
  return {
    kind: 'rows',
    weight: 1,
    scores,
    names: named,
    standard: AS_IT_IS,
    reason: (row, weight) => ({ kind: 'clauses', met: said(row, -1), missed: said(row, 1), weight }),
  }
}

/** By row: 1 where `text`, or something of its kind, is named; -1 where it is named as absent ("nut-free"); else 0. */
function namesOf(text: string, words: Bm25Index, rows: number, textOf: (row: number) => string): Int8Array {
  const [term, ...more] = tokenize(text)
  const kind = more.length === 0 && term !== undefined ? KINDS.get(term) : undefined
  const names = phraseIn(text, words, rows, textOf)
  for (const one of kind?.split(' ') ?? []) {
    const ofKind = phraseIn(one, words, rows, textOf)
    for (let row = 0; row < rows; row++) if (ofKind[row]! > 0) names[row] = 1
  }
  return names
}

function phraseIn(text: string, words: Bm25Index, rows: number, textOf: (row: number) => string): Int8Array {
  const terms = [...new Set(tokenize(text))]
  const names = new Int8Array(rows)
  if (terms.length === 0) return names
  names.fill(1)
  const scores = new Float32Array(rows)
  for (const term of terms) {
    words.scoresInto([{ term, weight: 1 }], scores)
    for (let row = 0; row < rows; row++) if (!(scores[row]! > 0)) names[row] = 0
  }
  const absent = absentPattern(text)
  for (let row = 0; row < rows; row++) {
    if (names[row] === 0) continue
    if (absent.test(textOf(row))) names[row] = -1
  }
  return names
}

/** "no nuts", "without any nuts", "non-leather", "nut-free", "nut free". */
function absentPattern(text: string): RegExp {
  const thing = `${text
    .split(/[\s-]+/)
    .map((word) => word.replace(/s$/i, '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('s?[\\s-]+')}(?:e?s)?`
  const start = '(?<![\\p{L}\\p{N}])'
  const end = '(?![\\p{L}\\p{N}])'
  return new RegExp(
    `${start}(?:non?|not|without|zero|free (?:of|from)|ohne|kein\\p{L}*|sans|sin)[\\s-]+(?:an?\\s|any\\s|added\\s|the\\s|de\\s)?${thing}${end}|${start}${thing}[\\s-](?:free|frei)${end}`,
    'iu',
  )
}
