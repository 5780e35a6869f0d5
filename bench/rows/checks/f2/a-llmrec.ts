import { draws } from '../../../../src/evaluate/draw.js'
import type { NextItemTask } from '../../../../src/evaluate/next-item/task.js'
import { sequenceAt, sequenceCount, sequencesPerRow, toSequences } from '../../../../src/ranking/sequences.js'
import { applyMap, fitUpgrade } from '../../../../src/ranking/transforms/upgrade.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { collaborativeVectors } from '../../../transforms/collaborative.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { pickRows } from '../vectors-of.js'
import { openMovies } from './movies.js'

/** From text vectors to those of who met what, learnt from films of which both are known. */
type Fit = typeof fitUpgrade

interface Warm extends Measured {
  readonly holds: boolean
  readonly warm: { readonly ours: number; readonly alone: number }
}

const DIMENSIONS = 128
/** A film met by fewer teaches the map noise. */
const LEAST_MET = 5
const HIDDEN = 0.2
/** Of 1, 10 and 100 best with the second last film of everybody and another fifth hidden: .128, .144, .106 for 64 dimensions. */
const RIDGE = 10
/** A film met by so many is half what they say and half what its text says. */
const HALF_KNOWN = 10

export const aLlmrec = defineCheck<Fit, Warm>({
  what: 'T2, a fifth of the films hidden from all users: R@20 among the hidden ones of vectors mapped from text above none and no worse than text itself; of the others, where the map joins in by a gate, no worse than without it',
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: fitUpgrade,
  controls: {
    shuffled: (fresh, freshDimensions, old, oldDimensions, options) => {
      const rows = draws(1).shuffled([...new Array(old.length / oldDimensions).keys()])
      return fitUpgrade(fresh, freshDimensions, pickRows(old, oldDimensions, rows), oldDimensions, options)
    },
  },
  async measure(fit) {
    const { task, vectors } = await openMovies()
    const rows = task.ids.length
    const hidden = new Set(
      draws(7)
        .shuffled([...new Array(rows).keys()])
        .slice(0, Math.round(HIDDEN * rows)),
    )
    const paths = Array.from({ length: sequenceCount(task.train) }, (_, user) => [...sequenceAt(task.train, user)])
    const known = toSequences(
      paths.map((path) => path.filter((row) => !hidden.has(row))),
      rows,
    )
    const met = sequencesPerRow(known)
    const alone = collaborativeVectors(known, DIMENSIONS)
    const text = new Float32Array(rows * vectors.dimensions)
    for (let row = 0; row < rows; row++) text.set(vectors.row(row), row * vectors.dimensions)
    const anchors = [...met.keys()].filter((row) => met[row]! >= LEAST_MET)
    const map = fit(pickRows(text, vectors.dimensions, anchors), vectors.dimensions, pickRows(alone, DIMENSIONS, anchors), DIMENSIONS, {
      ridge: RIDGE,
    })
    const mapped = applyMap(map, text, vectors.dimensions, DIMENSIONS).map((value, at) => {
      const users = met[Math.floor(at / DIMENSIONS)]!
      const gate = users / (users + HALF_KNOWN)
      return gate * alone[at]! + (1 - gate) * value
    })

    const found = recalls(task, paths, hidden, met, { mapped, alone, text }, vectors.dimensions)
    const above = compare('none', found.mapped, found.none)
    const beside = compare('text', found.mapped, found.text)
    const measured = { ...weakest([above, beside]), holds: above.ci[0] > 0 && beside.figure >= beside.baseline }
    const warm = { ours: mean(found.warm), alone: mean(found.warmAlone) }
    const told = `of films that are not hidden ${round(warm.ours)} against ${round(warm.alone)}; ${anchors.length} films teach the map`
    return { ...measured, warm, detail: `${measured.detail}; ${told}` }
  },
  passes: ({ holds, warm }) => holds && warm.ours >= warm.alone,
  unfinished: ({ holds }) => (holds ? 'no page holds vectors of who met what' : undefined),
})

interface Recalls {
  readonly mapped: number[]
  readonly none: number[]
  readonly text: number[]
  readonly warm: number[]
  readonly warmAlone: number[]
}

/** Of every user: their hidden films among all hidden ones, and their last film, where it is not hidden, among all. */
function recalls(
  { queries }: NextItemTask,
  paths: readonly (readonly number[])[],
  hidden: ReadonlySet<number>,
  met: Uint32Array,
  { mapped, alone, text }: { readonly mapped: Float32Array; readonly alone: Float32Array; readonly text: Float32Array },
  textDimensions: number,
): Recalls {
  const found: Recalls = { mapped: [], none: [], text: [], warm: [], warmAlone: [] }
  const among = [...hidden]
  paths.forEach((path, user) => {
    const seen = path.filter((row) => !hidden.has(row))
    const wanted = new Set(path.filter((row) => hidden.has(row)))
    if (seen.length === 0) return
    if (wanted.size > 0) {
      found.mapped.push(recall(seen, wanted, among, mapped, DIMENSIONS))
      found.none.push(recall(seen, wanted, among, alone, DIMENSIONS))
      found.text.push(recall(seen, wanted, among, text, textDimensions))
    }
    const { target } = queries[user]!
    if (hidden.has(target)) return
    const own = new Set(seen)
    const others = [...met.keys()].filter((row) => !own.has(row))
    found.warm.push(recall(seen, new Set([target]), others, mapped, DIMENSIONS))
    found.warmAlone.push(recall(seen, new Set([target]), others, alone, DIMENSIONS))
  })
  return found
}

/** Share of the wanted, at most 20 of them, among the 20 nearest to the sum of what was seen; rows that are 0 come last, by number. */
function recall(
  seen: readonly number[],
  wanted: ReadonlySet<number>,
  among: readonly number[],
  vectors: Float32Array,
  dimensions: number,
): number {
  const at = (row: number): Float32Array => vectors.subarray(row * dimensions, (row + 1) * dimensions)
  const user = new Float32Array(dimensions)
  for (const row of seen) {
    at(row).forEach((value, d) => {
      user[d]! += value
    })
  }
  const scored = among.map((row) => ({ row, score: dotProduct(user, at(row)) })).sort((a, b) => b.score - a.score || a.row - b.row)
  return scored.slice(0, 20).filter(({ row }) => wanted.has(row)).length / Math.min(20, wanted.size)
}
