import { itemSentence } from '../../../../catalog/item-sentence.js'
import { type Draw, draws } from '../../../../evaluate/draw.js'
import { bootstrapMean } from '../../../../evaluate/metrics/bootstrap.js'
import type { ItemTruth } from '../../../../evaluate/t1/items.js'
import { FACTS } from '../../../../evaluate/t1/vocabulary.js'
import { Bm25Index } from '../../../../lexical/bm25.js'
import { itemFields } from '../../../../lexical/item-fields.js'
import { standardize, standardOf } from '../../../../ranking/standardize.js'
import type { Item } from '../../../../types.js'
import { dotProduct } from '../../../../vectors/normalize.js'
import { defineCheck, round } from '../../check.js'
import { mean } from '../compare.js'
import { centredRows, pickRows } from '../vectors-of.js'

/** Which item's text and vector a row is given. */
type Order = (rows: readonly number[]) => readonly number[]

/** The first items of T1, so that a cold cache is filled in seconds. */
const ITEMS = 500
const TRIPLETS = 300

interface Triplets {
  /** Anchor, one like it (3 facts or more the same), one unlike it (1 at most). */
  readonly choices: readonly (readonly [number, number, number])[]
  /** Two alike, and one unlike both: the odd one. */
  readonly odd: readonly (readonly [number, number, number])[]
}

type Scores = (row: number) => Float32Array

export const unisimBench = defineCheck<Order>({
  what: `T1, ${TRIPLETS} triplets of each kind (alike: 3 facts of 5 or more the same, unlike: 1 at most): share told right, of two the more alike and of three the odd one; the default (words and meaning) at least .9 in both`,
  quick: true,
  needs: [],
  capability: (rows) => rows,
  controls: { shuffled: (rows) => draws(2).shuffled(rows) },
  async measure(order, context) {
    const shop = context.shop()
    const [items, truth] = [shop.items.slice(0, ITEMS), shop.truth.slice(0, ITEMS)]
    const rows = order(items.map((_, row) => row))
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const settings = settingsOf(
      rows.map((row) => items[row]!),
      pickRows(vectors, dimensions, rows),
      dimensions,
    )
    const triplets = drawTriplets(draws(context.seed), truth)
    const results = Object.entries(settings).map(([name, scores]) => {
      const choices = triplets.choices.map(([anchor, like, unlike]) => Number(scores(anchor)[like]! > scores(anchor)[unlike]!))
      const odd = triplets.odd.map(([a, b, c]) => Number(scores(a)[b]! > Math.max(scores(a)[c]!, scores(b)[c]!)))
      return { name, choices, odd }
    })
    const inUse = results.find(({ name }) => name === 'words and meaning')!
    const worse = mean(inUse.choices) <= mean(inUse.odd) ? inUse.choices : inUse.odd
    const { lo, hi } = bootstrapMean(worse)
    const told = results.map(({ name, choices, odd }) => `${name} ${round(mean(choices))} and ${round(mean(odd))}`)
    return { figure: mean(worse), baseline: null, ci: [lo, hi] as const, detail: `of two and of three: ${told.join('; ')}` }
  },
  passes: ({ figure }) => figure >= 0.9,
})

/** Every way to compare items that a page has, each row's scores in standard units. */
function settingsOf(items: readonly Item[], vectors: Float32Array, dimensions: number): Record<string, Scores> {
  const index = Bm25Index.build(items.map(itemFields))
  const centred = centredRows(vectors, dimensions)
  const cosines = (matrix: Float32Array) => (row: number) => {
    const at = (of: number) => matrix.subarray(of * dimensions, (of + 1) * dimensions)
    return Float32Array.from(items, (_, other) => dotProduct(at(row), at(other)))
  }
  const words = kept((row) => {
    const scores = new Float32Array(items.length)
    index.scoresInto(index.itemQueryTerms(row), scores)
    return scores
  })
  const meaning = kept(cosines(centred))
  return {
    words,
    'meaning, not centred': kept(cosines(vectors)),
    meaning,
    'words and meaning': (row) => words(row).map((score, other) => score + meaning(row)[other]!),
  }
}

/** Standardised, and made once a row. */
function kept(scores: Scores): Scores {
  const known = new Map<number, Float32Array>()
  return (row) => {
    const before = known.get(row)
    if (before) return before
    const raw = scores(row)
    const standard = standardOf(raw)
    const made = raw.map((score) => standardize(score, standard))
    known.set(row, made)
    return made
  }
}

function drawTriplets(draw: Draw, truth: readonly ItemTruth[]): Triplets {
  const same = (a: number, b: number) => FACTS.filter((fact) => truth[a]!.facts[fact] === truth[b]!.facts[fact]).length
  const triplets = Array.from({ length: 2 * TRIPLETS }, () => {
    for (;;) {
      const first = draw.integer(0, truth.length - 1)
      const likes = truth.flatMap((_, row) => (row !== first && same(first, row) >= 3 ? [row] : []))
      if (likes.length === 0) continue
      const like = draw.one(likes)
      const unlikes = truth.flatMap((_, row) => (same(first, row) <= 1 && same(like, row) <= 1 ? [row] : []))
      return [first, like, draw.one(unlikes)] as const
    }
  })
  return { choices: triplets.slice(0, TRIPLETS), odd: triplets.slice(TRIPLETS) }
}
