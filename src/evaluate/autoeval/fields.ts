import type { Item } from '../../types.js'
import { draws } from '../draw.js'
import { type Interval, pairedBootstrap } from '../metrics/bootstrap.js'
import { fieldValues, isRead, namedFields, withoutField } from './item-values.js'
import { wordNeighbours } from './neighbours.js'
import { wordRanker } from './rankers.js'
import { askAll } from './score.js'
import type { Task } from './task.js'

export interface FieldReport {
  readonly field: string
  /** Items that have the field. */
  readonly present: number
  readonly distinct: number
  /** Share of these items that have the most frequent value. */
  readonly commonest: number
  readonly commonestValue: string
  /**
   * Mutual information, in bits, between its values in an item and in similar items (by title and text), minus that of shuffled
   * values. Absent if fewer than 30 items have the field.
   */
  readonly information?: Information
  /** MRR of the page's words with the field, minus without it. Above 0 it helps. Absent without free pairs. */
  readonly byWords?: Interval
  /** The same by the encoder, over some of the items. */
  readonly byVectors?: Interval
}

export interface Information {
  readonly bits: number
  /** The most that `bits` could be: the entropy of the values minus chance (Vinh et al., 2010). */
  readonly most: number
  /**
   * Whether the field says nothing: not above chance, and below a tenth of the most, with chance allowed for. Few items prove
   * nothing, and values that hardly repeat (prose) cannot be judged.
   */
  readonly isNone: boolean
}

/** Measures the encoder's MRR with each field minus without it. */
export type VectorAblation = (task: Task, fields: readonly string[]) => Promise<ReadonlyMap<string, Interval>>

const MIN_ITEMS = 30
const SHUFFLES = 40
const NEIGHBOURS = 5
/** A field below this share of what it could say about similar items says nothing. */
const NOTHING = 0.1
/** Only fields of which at least half of the values repeat are judged: names of people hardly repeat, and still say much. */
const MAX_DISTINCT = 0.5
/** The most fields whose worth to the encoder is measured. Each costs embeddings. */
const ABLATED_FIELDS = 4

/** What each field of the item sentence, beside title and text, is worth. `task`: free pairs of texts, null if there are none. */
export async function fieldReports(items: readonly Item[], task: Task | null, byVectors?: VectorAblation): Promise<FieldReport[]> {
  const fields = namedFields(items).filter((field) => isRead(items, field))
  const bare = items.map(({ id, title, description }): Item => ({ id, title, ...(description !== undefined && { description }) }))
  const near = wordNeighbours(bare, NEIGHBOURS).rows
  const counted = fields.map((field) => countValues(items, field)).sort((a, b) => b.present - a.present)
  const baseline = task && (await askAll(task, wordRanker(task.items), () => 0)).reciprocal
  const common = counted.filter(({ present }) => present >= MIN_ITEMS).map(({ field }) => field)
  const vectorGains = task && byVectors ? await byVectors(task, common.slice(0, ABLATED_FIELDS)) : new Map<string, Interval>()
  const reports: FieldReport[] = []
  for (const counts of counted) {
    const { field } = counts
    const without = task && wordRanker(task.items.map((item) => withoutField(item, field)))
    const gain = task && without && pairedBootstrap(baseline!, (await askAll(task, without, () => 0)).reciprocal)
    const vectorGain = vectorGains.get(field)
    reports.push({
      ...counts,
      ...(counts.present >= MIN_ITEMS && { information: informationOf(items, field, near) }),
      ...(gain && { byWords: gain }),
      ...(vectorGain && { byVectors: vectorGain }),
    })
  }
  return reports
}

function countValues(
  items: readonly Item[],
  field: string,
): Pick<FieldReport, 'field' | 'present' | 'distinct' | 'commonest' | 'commonestValue'> {
  const counts = new Map<string, number>()
  let present = 0
  for (const item of items) {
    const values = fieldValues(item, field)
    if (values.length === 0) continue
    present++
    const value = values.join(', ')
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const [value, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0])
  return { field, present, distinct: counts.size, commonest: count / Math.max(1, present), commonestValue: value }
}

/**
 * Cardinality-aware mutual information (Škrlj et al., 2022, "OutRank"): what a field's values say about those of similar items, minus
 * what shuffled values say. That corrects for fields with many distinct values.
 */
function informationOf(items: readonly Item[], field: string, near: readonly Uint32Array[]): Information {
  const rows = items.flatMap((item, row) => (fieldValues(item, field).length > 0 ? [row] : []))
  const placeOf = new Map(rows.map((row, place) => [row, place]))
  const codes = new Map<string, number>()
  const codeOf = (value: string) => {
    if (!codes.has(value)) codes.set(value, codes.size)
    return codes.get(value)!
  }
  const values = rows.map((row) => fieldValues(items[row]!, field).slice(0, 5).map(codeOf))
  const edges = rows.flatMap((row, a) =>
    [...near[row]!].flatMap((other): [number, number][] => {
      const b = placeOf.get(other)
      return b === undefined ? [] : [[a, b]]
    }),
  )
  const draw = draws(1)
  const shuffled = Array.from({ length: SHUFFLES }, () => mutualInformation(edges, draw.shuffled(values), codes.size))
  const mean = shuffled.reduce((sum, value) => sum + value, 0) / SHUFFLES
  const deviation = Math.sqrt(shuffled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SHUFFLES)
  const bits = mutualInformation(edges, values, codes.size) - mean
  const most = entropyOf(values.flat()) - mean
  const isRepeated = codes.size <= MAX_DISTINCT * values.flat().length
  return { bits, most, isNone: isRepeated && bits <= 2 * deviation && bits + 2 * deviation < NOTHING * most }
}

function entropyOf(codes: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / codes.length) * Math.log2(count / codes.length)
  return bits
}

/** I(A; B) in bits of the values at both ends of the edges; an end with several values counts once for each. */
function mutualInformation(edges: readonly (readonly [number, number])[], values: readonly (readonly number[])[], size: number): number {
  const joint = new Map<number, number>()
  const left = new Float64Array(size)
  const right = new Float64Array(size)
  let total = 0
  for (const [a, b] of edges) {
    for (const x of values[a]!) {
      for (const y of values[b]!) {
        joint.set(x * size + y, (joint.get(x * size + y) ?? 0) + 1)
        left[x]!++
        right[y]!++
        total++
      }
    }
  }
  let bits = 0
  for (const [key, count] of joint) {
    bits += (count / total) * Math.log2((count * total) / (left[Math.floor(key / size)]! * right[key % size]!))
  }
  return bits
}
