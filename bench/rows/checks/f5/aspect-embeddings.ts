import type { AnswerContext } from '../../../../src/engine/answers/context.js'
import type { Item } from '../../../../src/types.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { plainSimilar, type Steerer, steeredSimilar, TOP } from '../../../steer.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

/** What a film has in common with another, and the field that is told to the engine. */
interface Aspect {
  readonly field: string
  valuesOf(item: Item): readonly string[]
}

const ASPECTS: Readonly<Record<string, Aspect>> = {
  director: { field: 'director', valuesOf: ({ attributes }) => [attributes?.director ?? []].flat().map(String) },
  decade: { field: 'year', valuesOf: ({ attributes }) => (attributes?.year === undefined ? [] : [String(attributes.year).slice(0, 3)]) },
  genre: { field: 'tags', valuesOf: ({ tags = [] }) => tags },
}
const EACH = 120
const MIN_GAIN = 0.2
/** Of another aspect. */
const MAX_RISE = 0.02

interface Aspects extends Measured {
  readonly gains: readonly number[]
  readonly rises: readonly number[]
}

export const aspectEmbeddings = defineCheck<Steerer, Aspects>({
  what: `films of the test half, ${EACH} for each aspect (director, decade, genre): P@${TOP} of films that have it in common, ${MIN_GAIN} above the unsteered list for each, and ${MAX_RISE} above it at most for the other two`,
  quick: false,
  needs: ['data/movielens-small'],
  reachable: '`similar` with `same`, the attribute `same`, `pagekin similar --same`',
  product: true,
  capability: steeredSimilar,
  controls: { identity: plainSimilar },
  async measure(steerer) {
    const { items, answering } = await openCatalog('movielens', datedMovies())
    const context = answering()
    const found = Object.keys(ASPECTS).map((name) => ({ name, ...judged(name, items, context, steerer) }))
    return {
      ...weakest(found.map(({ name, own }) => compare(name, own.steered, own.plain))),
      gains: found.map(({ own }) => mean(own.steered) - mean(own.plain)),
      rises: found.flatMap(({ others }) => others.map(({ steered, plain }) => mean(steered) - mean(plain))),
      detail: found
        .map(({ name, own, others }) => {
          const told = others.map((other) => `${other.name} ${round(mean(other.plain))} to ${round(mean(other.steered))}`)
          return `${name} ${round(mean(own.plain))} to ${round(mean(own.steered))} (${told.join(', ')})`
        })
        .join('; '),
    }
  },
  passes: ({ gains, rises, ci }) => gains.every((gain) => gain >= MIN_GAIN) && rises.every((rise) => rise <= MAX_RISE) && ci![0] > 0,
})

/** The year stands at the end of a title. */
function datedMovies() {
  return movieRows(sharedSets.movieLens().movies).map((row) => {
    const year = /\((\d{4})\)\s*$/.exec(String(row.title))?.[1]
    return year ? { ...row, year: Number(year) } : row
  })
}

/** Of films that have every aspect, those whose value of this one can fill a list. */
function judged(name: string, items: readonly Item[], context: AnswerContext, steerer: Steerer) {
  const { field, valuesOf } = ASPECTS[name]!
  const films = new Map<string, number>()
  for (const item of items) for (const value of valuesOf(item)) films.set(value, (films.get(value) ?? 0) + 1)
  const asked = items.filter(
    (item) =>
      valuesOf(item).some((value) => films.get(value)! > TOP) && Object.values(ASPECTS).every((aspect) => aspect.valuesOf(item).length > 0),
  )
  const test = new Set(
    splitByHash(
      `aspects ${name}`,
      asked.map(({ id }) => id),
    ).test,
  )
  const half = asked.filter(({ id }) => test.has(id))
  // films of all years: the catalog is nearly in their order
  const questions = half.filter((_, at) => Math.floor((at * EACH) / half.length) !== Math.floor(((at - 1) * EACH) / half.length))
  const lists = questions.map(({ id }) => ({
    steered: steerer(id, { same: [field] }, context),
    plain: plainSimilar(id, {}, context),
  }))
  const sharesOf = (aspect: Aspect) => {
    const share = (list: 'steered' | 'plain') =>
      lists.map((both, at) => {
        const own = new Set(aspect.valuesOf(questions[at]!))
        return both[list].filter(({ item }) => aspect.valuesOf(item).some((value) => own.has(value))).length / TOP
      })
    return { steered: share('steered'), plain: share('plain') }
  }
  const others = Object.entries(ASPECTS).flatMap(([other, aspect]) => (other === name ? [] : [{ name: other, ...sharesOf(aspect) }]))
  return { own: sharesOf(ASPECTS[name]!), others }
}
