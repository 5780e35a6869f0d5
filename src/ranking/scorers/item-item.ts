import { atOnce } from '../../pieces.js'
import { TopK } from '../../vectors/top-k.js'

/**
 * How much a row speaks for others: row i has `weights[e]` for `rows[e]`, e from `offset[i]` to before `offset[i + 1]`
 * (compressed sparse rows). Learnt from interactions (`itemKnnWeights`, EASE^R), made where they are known, used in a page.
 */
export interface ItemWeights {
  readonly offset: Uint32Array
  readonly rows: Uint32Array
  readonly weights: Float32Array
}

/** Rows of a piece of work. */
const PIECE = 256

/** A row of the history and how much it counts. */
export interface WeightedRow {
  readonly row: number
  readonly weight: number
}

/** Writes `score(j) = sum over the history of weight_t * W[row_t, j]` for every row. O(entries of the history's rows). */
export function itemItemScores(history: readonly WeightedRow[], weights: ItemWeights, out: Float32Array): void {
  out.fill(0)
  for (const { row, weight } of history) addRow(row, weights, weight, out)
}

/** Adds the weights of a row for others to theirs. */
export function addRow(row: number, { offset, rows, weights }: ItemWeights, factor: number, out: Float32Array): void {
  const end = offset[row + 1]!
  for (let e = offset[row]!; e < end; e++) out[rows[e]!]! += factor * weights[e]!
}

/**
 * Keeps of every row the `k` entries of largest magnitude, in the order of their rows; 0 is no entry.
 *
 * @param writeRow Writes the weights of a row for others into its argument, which is 0 everywhere, and returns the rows it wrote, each once.
 */
export function sparseWeights(...parts: Parameters<typeof makingSparseWeights>): ItemWeights {
  return atOnce(makingSparseWeights(...parts))
}

/** The same in pieces. */
export function* makingSparseWeights(
  rowCount: number,
  k: number,
  writeRow: (row: number, out: Float32Array) => ArrayLike<number>,
): Generator<void, ItemWeights> {
  const offset = new Uint32Array(rowCount + 1)
  const rows: number[] = []
  const weights: number[] = []
  const dense = new Float32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const written = writeRow(row, dense)
    for (const other of largest(dense, written, k)) {
      rows.push(other)
      weights.push(dense[other]!)
    }
    for (let i = 0; i < written.length; i++) dense[written[i]!] = 0
    offset[row + 1] = rows.length
    if (row % PIECE === 0) yield
  }
  return { offset, rows: Uint32Array.from(rows), weights: Float32Array.from(weights) }
}

function largest(values: Float32Array, among: ArrayLike<number>, k: number): Uint32Array {
  const best = TopK.of(Math.min(k, among.length))
  for (let i = 0; i < among.length; i++) {
    const value = values[among[i]!]!
    if (value !== 0) best.offer(among[i]!, Math.abs(value))
  }
  return best.drain().rows.sort()
}

/** Of every row the `k` weights of largest magnitude. */
export function strongest({ offset, rows, weights }: ItemWeights, k: number): ItemWeights {
  return sparseWeights(offset.length - 1, k, (row, out) => {
    const written = rows.subarray(offset[row]!, offset[row + 1]!)
    written.forEach((other, i) => {
      out[other] = weights[offset[row]! + i]!
    })
    return written
  })
}

/** The same weights seen from the other end: row j has those of all i for it. */
export function transposeWeights({ offset, rows, weights }: ItemWeights): ItemWeights {
  const rowCount = offset.length - 1
  const turned = { offset: new Uint32Array(rowCount + 1), rows: new Uint32Array(rows.length), weights: new Float32Array(rows.length) }
  for (const row of rows) turned.offset[row + 1]!++
  for (let row = 0; row < rowCount; row++) turned.offset[row + 1]! += turned.offset[row]!
  const next = turned.offset.slice()
  for (let row = 0; row < rowCount; row++) {
    for (let e = offset[row]!; e < offset[row + 1]!; e++) {
      const at = next[rows[e]!]!++
      turned.rows[at] = row
      turned.weights[at] = weights[e]!
    }
  }
  return turned
}

/** The same weights between other rows: `rowOf` has the new row of each old one, -1 where it has none. */
export function moveWeights({ offset, rows, weights }: ItemWeights, rowOf: ArrayLike<number>, rowCount: number): ItemWeights {
  const oldOf = new Int32Array(rowCount).fill(-1)
  for (let old = 0; old < offset.length - 1; old++) if (rowOf[old]! >= 0) oldOf[rowOf[old]!] = old
  const moved = { offset: new Uint32Array(rowCount + 1), rows: new Uint32Array(rows.length), weights: new Float32Array(rows.length) }
  let at = 0
  for (let row = 0; row < rowCount; row++) {
    const old = oldOf[row]!
    for (let e = old < 0 ? 0 : offset[old]!; e < (old < 0 ? 0 : offset[old + 1]!); e++) {
      const to = rowOf[rows[e]!]!
      if (to < 0) continue
      moved.rows[at] = to
      moved.weights[at++] = weights[e]!
    }
    moved.offset[row + 1] = at
  }
  return { offset: moved.offset, rows: moved.rows.slice(0, at), weights: moved.weights.slice(0, at) }
}

/** Memory held. */
export function weightsBytes({ offset, rows, weights }: ItemWeights): number {
  return offset.byteLength + rows.byteLength + weights.byteLength
}
