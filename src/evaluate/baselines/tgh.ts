import type { ItemWeights } from '../../ranking/scorers/item-item.js'
import { topK } from '../../vectors/top-k.js'

export interface TghOptions {
  /** What a well-trodden step counts beside the text. Default 0.5. */
  readonly edgeWeight?: number
  /**
   * For the last item, and if there are two lists for the one before it: the places that each ring gets, as parts of the list.
   * Default [[7, 2, 1]] (TGH-1). [[5, 1], [3, 1]] is TGH-2.
   */
  readonly budgets?: readonly (readonly number[])[]
}

/**
 * Transition-graph heuristic: what people went on to from the last item (ring 1), from there (ring 2), and so on; each ring is
 * ordered by the cosine of text with the item it starts from, in ring 1 plus `edgeWeight * ln(1 + count) / its maximum`, and gets
 * its places. A ring that is short leaves its places to what the earlier ones had left, and the rest is filled by text alone.
 * The last ring of three is everything beyond the second. Source: "An embarrassingly simple graph heuristic reveals
 * shortcut-solvable benchmarks for sequential recommendation" (Han et al.), as the authors' code has it.
 *
 * @param history  Rows, oldest first.
 * @param textInto Writes the cosines of a row's text with every row's.
 * @param steps    Counts of direct steps: `transitionCounts` with maxGap 1.
 * @param mask     1 = may be recommended.
 * @returns Up to `limit` rows, best first.
 */
export function tghRows(
  history: ArrayLike<number>,
  textInto: (row: number, out: Float32Array) => void,
  steps: ItemWeights,
  mask: Uint8Array,
  limit: number,
  { edgeWeight = 0.5, budgets = [[7, 2, 1]] }: TghOptions = {},
): number[] {
  const allowed = mask.slice()
  const shares = budgets.flat().reduce((sum, share) => sum + share, 0)
  const sources = Array.from(history).slice(-budgets.length).reverse()
  const cosines = new Float32Array(mask.length)
  const picked: number[] = []
  const take = (rows: readonly number[]): void => {
    for (const row of rows) allowed[row] = 0
    picked.push(...rows)
  }
  sources.forEach((source, s) => {
    textInto(source, cosines)
    const places = budgets[s]!.map((share) => Math.round((share * limit) / shares))
    const rings = ringsFrom(source, steps, places.length)
    const orders = rings.map((ring, depth) => orderOf(ring, cosines, depth === 0 ? bonuses(source, steps, edgeWeight) : null, allowed))
    take(deal(orders, places).slice(0, limit - picked.length))
  })
  if (picked.length < limit && sources.length > 0) {
    textInto(sources[0]!, cosines)
    const rest = topK(cosines, limit - picked.length, allowed)
    take([...rest.rows.subarray(0, rest.length)])
  }
  return picked
}

/** Rows at exactly 1, 2, ... steps; a third ring is all that is beyond the second. */
function ringsFrom(source: number, { offset, rows }: ItemWeights, depth: number): number[][] {
  const rowCount = offset.length - 1
  const visited = new Uint8Array(rowCount)
  visited[source] = 1
  const rings: number[][] = []
  let front = [source]
  for (let hop = 0; hop < Math.min(depth, 2); hop++) {
    const ring: number[] = []
    for (const from of front) {
      for (let e = offset[from]!; e < offset[from + 1]!; e++) {
        const to = rows[e]!
        if (visited[to]) continue
        visited[to] = 1
        ring.push(to)
      }
    }
    rings.push(ring)
    front = ring
  }
  if (depth > 2) rings.push(Array.from({ length: rowCount }, (_, row) => row).filter((row) => !visited[row]))
  return rings
}

function bonuses(source: number, { offset, rows, weights }: ItemWeights, edgeWeight: number): Map<number, number> {
  let max = 0
  for (let e = offset[source]!; e < offset[source + 1]!; e++) max = Math.max(max, Math.log1p(weights[e]!))
  const found = new Map<number, number>()
  for (let e = offset[source]!; e < offset[source + 1]!; e++) found.set(rows[e]!, (edgeWeight * Math.log1p(weights[e]!)) / max)
  return found
}

function orderOf(ring: readonly number[], cosines: Float32Array, bonus: ReadonlyMap<number, number> | null, allowed: Uint8Array): number[] {
  const score = (row: number): number => cosines[row]! + (bonus?.get(row) ?? 0)
  return ring.filter((row) => allowed[row]).sort((a, b) => score(b) - score(a) || a - b)
}

/** So many of each ring; what a short ring lacks comes from what earlier ones had left. */
function deal(orders: readonly (readonly number[])[], places: readonly number[]): number[] {
  const dealt: number[] = []
  let left: number[] = []
  orders.forEach((order, ring) => {
    const missing = Math.max(0, places[ring]! - order.length)
    dealt.push(...left.slice(0, missing))
    left = left.slice(missing)
    dealt.push(...order.slice(0, places[ring]!))
    left.push(...order.slice(places[ring]!))
  })
  const total = places.reduce((sum, count) => sum + count, 0)
  return [...dealt, ...left.slice(0, Math.max(0, total - dealt.length))]
}
