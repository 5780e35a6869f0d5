import { PagekinError } from '../errors.js'
import type { ItemId } from '../types.js'
import type { Pack } from './open-pack.js'

/** Which items lead to which: item i to `rows[e]` by `weights[e]`, e from `offset[i]` to before `offset[i + 1]`. */
export interface Links {
  readonly offset: ArrayLike<number>
  readonly rows: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/**
 * What others did, summed up; nothing of it names one of them:
 *
 *     { "ids": [id, ...], "met": [users, ...], "together": { "offset", "rows", "weights" }, "next": { the same } }
 *
 * `rows` are places in `ids`; `met` says how many users met each. One file, which a page reads after it can answer.
 */
export interface Others {
  readonly ids: readonly ItemId[]
  readonly met: ArrayLike<number>
  /** What is met with an item. */
  readonly together: Links
  /** What is met after it. */
  readonly next: Links
}

/** Weights are kept to three digits: an order of neighbours needs no more. */
const DIGITS = 3

/** The text of the file. */
export function othersText({ ids, met, together, next }: Others): string {
  return JSON.stringify({ ids, met: Array.from(met), together: written(together), next: written(next) })
}

/** What the pack knows of others; undefined where it knows nothing. @throws PagekinError `pack-invalid`. */
export async function othersOf(pack: Pack): Promise<Others | undefined> {
  const hash = pack.manifest.others?.[0]
  if (!hash) return undefined
  const { ids, met, together, next } = ((await pack.json('others', hash)) ?? {}) as Partial<Record<keyof Others, unknown>>
  if (!Array.isArray(ids) || !ids.every((id): id is ItemId => typeof id === 'string')) throw invalid('ids: expected texts')
  if (!isCounts(met) || met.length !== ids.length) throw invalid(`met: expected ${ids.length} counts`)
  return { ids, met, together: readLinks('together', together, ids.length), next: readLinks('next', next, ids.length) }
}

function written({ offset, rows, weights }: Links): Links {
  return {
    offset: Array.from(offset),
    rows: Array.from(rows),
    weights: Array.from(weights, (weight) => Number(weight.toPrecision(DIGITS))),
  }
}

function readLinks(name: string, value: unknown, items: number): Links {
  const { offset, rows, weights } = (value ?? {}) as Partial<Record<keyof Links, unknown>>
  if (!isCounts(offset) || !isCounts(rows)) throw invalid(`${name}: expected whole numbers`)
  const rises = offset.every((start, i) => start >= (offset[i - 1] ?? 0))
  if (offset.length !== items + 1 || offset[0] !== 0 || offset[items] !== rows.length || !rises) {
    throw invalid(`${name}.offset: expected ${items + 1} places that rise from 0 to ${rows.length}`)
  }
  if (rows.some((row) => row >= items)) throw invalid(`${name}.rows: expected places below ${items}`)
  if (!Array.isArray(weights) || weights.length !== rows.length || !weights.every((weight) => Number.isFinite(weight))) {
    throw invalid(`${name}.weights: expected ${rows.length} numbers`)
  }
  return { offset, rows, weights }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0)
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `others: ${why}`)
}
