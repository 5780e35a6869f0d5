import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'

const WOMEN = 1
const MEN = 2
const GIRLS = 4
const BOYS = 8
const BABIES = 16
const CHILDREN = GIRLS | BOYS | BABIES

/** Words that name an audience, in a search and in an item. English, German, French, Spanish. */
const NAMES = table([
  [WOMEN, 'woman women womens ladies female damen frauen femme femmes mujer mujeres señora señoras'],
  [MEN, 'man men mens gents gentlemen male herren männer homme hommes hombre hombres caballero caballeros'],
  [GIRLS, 'girl girls mädchen fille filles niña niñas'],
  [BOYS, 'boy boys jungen jungs garçon garçons niño'],
  [BABIES, 'baby babies infant infants newborn newborns babys bébé bébés bebé bebés'],
  [BABIES | CHILDREN, 'toddler toddlers kleinkind kleinkinder'],
  [CHILDREN, 'kid kids child children kinder enfant enfants niños'],
  [WOMEN | MEN, 'adult adults erwachsene adulte adultes adulto adultos'],
  [WOMEN | MEN | CHILDREN, 'unisex'],
])
/** Whom a search may be for, behind "for": "for my dad". */
const RELATIVES = table([
  [WOMEN, 'mum mom mother wife girlfriend gran granny grandma grandmother aunt auntie'],
  [MEN, 'dad father husband boyfriend grandad granddad grandpa grandfather uncle'],
  [WOMEN | GIRLS, 'daughter sister niece granddaughter'],
  [MEN | BOYS, 'son brother nephew grandson'],
])
const WORD = /\p{L}+(?:['’-]\p{L}+)*/gu
const RELATIVE = /\bfor (?:my|our|your|his|her|their|a|an|the) (?:\w+ )?([a-z]+)(?!['’\w])/g

/** What a row loses that is for others, in deviations (docs/measurements.md#audience). */
const FOR_OTHERS = 3

/** Whom a search is for, one bit an audience, with the words that say so; 0 if none does. */
export function audienceAsked(text: string): { readonly audience: number; readonly said: readonly string[] } {
  const plain = text.toLowerCase()
  const said = [...plain.matchAll(WORD)].map(([word]) => word).filter((word) => namedBy(word) !== 0)
  let audience = audienceNamed(plain)
  for (const [, relative = ''] of plain.matchAll(RELATIVE)) {
    const named = RELATIVES.get(relative)
    if (named === undefined) continue
    audience = narrowed(audience, named)
    said.push(relative)
  }
  return { audience, said }
}

/** Whom a text is for: "Kids > Boys" is for boys, "Men, Women" for both. */
export function audienceNamed(text: string): number {
  let named = 0
  for (const [word] of text.toLowerCase().matchAll(WORD)) named = narrowed(named, namedBy(word))
  return named
}

function namedBy(word: string): number {
  return NAMES.get(word.replace(/['’]s$/, '')) ?? 0
}

function narrowed(audience: number, other: number): number {
  return audience & other || audience | other
}

/**
 * What a search says of whom it is for, as a term. Rows for others lose; rows that do not say whom they are for do not. Undefined if the
 * search does not say, or no row is for them.
 *
 * @param audienceOf Whom a row is for, as `audienceNamed` says.
 */
export function audienceTerm(text: string, rows: number, audienceOf: (row: number) => number): RowTerm | undefined {
  const { audience, said } = audienceAsked(text)
  if (audience === 0) return undefined
  const scores = new Float32Array(rows)
  let isDivided = false
  for (let row = 0; row < rows; row++) {
    const named = audienceOf(row)
    if (named === 0) continue
    if ((named & audience) === 0) scores[row] = -FOR_OTHERS
    else isDivided = true
  }
  if (!isDivided) return undefined
  return {
    kind: 'rows',
    weight: 1,
    scores,
    standard: AS_IT_IS,
    reason: (_, weight) => ({ kind: 'clauses', met: [], missed: said, weight }),
  }
}

function table(lines: readonly (readonly [number, string])[]): ReadonlyMap<string, number> {
  return new Map(lines.flatMap(([audience, words]) => words.split(' ').map((word) => [word, audience] as const)))
}
