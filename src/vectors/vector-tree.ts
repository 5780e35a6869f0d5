import type { Breathe } from '../pieces.js'
import { mulberry32 } from './random.js'

/** A group of rows that are near each other, and the groups that it falls into. */
export interface TreeNode {
  /** Nearest to the centre first. */
  readonly rows: Uint32Array
  readonly centre: Float32Array
  /** The largest first. */
  readonly children: readonly TreeNode[]
}

const STARTS = 3
const ROUNDS = 12
/** Rows between two breaths. */
const PIECE = 256
/** Dimensions that are added up before a distance is known to be too far. */
const STEP = 8

/**
 * A tree of rows: k-means within k-means, down to groups that `parts` does not divide. The same for the same rows.
 *
 * Source: the hierarchical k-means of Nister and Stewenius, Scalable Recognition with a Vocabulary Tree (2006), from the starts of Arthur
 * and Vassilvitskii, k-means++ (2007).
 *
 * @param points Row-major, rows x dimensions.
 * @param parts  Into how many groups so many rows at this depth (0 at the root) fall; below 2: they stay together.
 */
export async function vectorTree(
  points: Float32Array,
  dimensions: number,
  parts: (rows: number, depth: number) => number,
  breathe: Breathe,
): Promise<TreeNode> {
  const all = Uint32Array.from({ length: points.length / dimensions }, (_, row) => row)
  const grow = async (rows: Uint32Array, depth: number): Promise<TreeNode> => {
    const groups = await divide(points, dimensions, rows, parts(rows.length, depth), breathe)
    const children: TreeNode[] = []
    for (const group of groups) children.push(await grow(group, depth + 1))
    const centre = centreOf(points, dimensions, rows)
    const distances = new Map(Array.from(rows, (row) => [row, distance(points, row * dimensions, centre, 0, dimensions)]))
    return { rows: rows.slice().sort((a, b) => distances.get(a)! - distances.get(b)! || a - b), centre, children }
  }
  return grow(all, 0)
}

/** The children that lead to the group nearest to a point, by place, from the top down. */
export function wayTo(root: TreeNode, point: Float32Array): number[] {
  const way: number[] = []
  for (let node = root; node.children.length > 0; node = node.children[way.at(-1)!]!) {
    const far = node.children.map(({ centre }) => distance(point, 0, centre, 0, point.length))
    way.push(far.indexOf(Math.min(...far)))
  }
  return way
}

async function divide(
  points: Float32Array,
  dimensions: number,
  rows: Uint32Array,
  wanted: number,
  breathe: Breathe,
): Promise<readonly Uint32Array[]> {
  if (wanted < 2 || rows.length < 2 * wanted) return []
  let best: { readonly groupOf: Uint8Array; readonly loss: number } | undefined
  for (let start = 0; start < STARTS; start++) {
    const centres = await firstCentres(points, dimensions, rows, wanted, mulberry32(rows.length + start), breathe)
    const found = await settle(points, dimensions, rows, centres, breathe)
    if (!best || found.loss < best.loss) best = found
  }
  const { groupOf } = best!
  const groups = Array.from({ length: wanted }, (_, group) => rows.filter((_row, at) => groupOf[at] === group))
  const filled = groups.filter(({ length }) => length > 0).sort((a, b) => b.length - a.length || a[0]! - b[0]!)
  return filled.length > 1 ? filled : []
}

/** k-means++: the next centre is a row, drawn by its squared distance from those so far. */
async function firstCentres(
  points: Float32Array,
  dimensions: number,
  rows: Uint32Array,
  wanted: number,
  random: () => number,
  breathe: Breathe,
): Promise<Float32Array> {
  const centres = new Float32Array(wanted * dimensions)
  const far = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY)
  let next = Math.floor(random() * rows.length)
  for (let centre = 0; centre < wanted; centre++) {
    const start = rows[next]! * dimensions
    centres.set(points.subarray(start, start + dimensions), centre * dimensions)
    let total = 0
    for (let at = 0; at < rows.length; at++) {
      if (at % PIECE === 0) await breathe()
      far[at] = Math.min(far[at]!, distance(points, rows[at]! * dimensions, centres, centre * dimensions, dimensions))
      total += far[at]!
    }
    let left = random() * total
    next = far.findIndex((one) => {
      left -= one
      return left < 0
    })
    if (next < 0) next = Math.floor(random() * rows.length)
  }
  return centres
}

/** Lloyd's rounds, until none changes its group. */
async function settle(points: Float32Array, dimensions: number, rows: Uint32Array, centres: Float32Array, breathe: Breathe) {
  const wanted = centres.length / dimensions
  const groupOf = new Uint8Array(rows.length).fill(255)
  let loss = 0
  for (let round = 0; round < ROUNDS; round++) {
    let changed = 0
    loss = 0
    for (let at = 0; at < rows.length; at++) {
      if (at % PIECE === 0) await breathe()
      const start = rows[at]! * dimensions
      // most rows stay where they are: nearly all other centres are farther already by a few dimensions
      let group = groupOf[at]! < wanted ? groupOf[at]! : 0
      let least = distance(points, start, centres, group * dimensions, dimensions)
      for (let other = 0; other < wanted; other++) {
        if (other === group) continue
        const far = distance(points, start, centres, other * dimensions, dimensions, least)
        if (far < least) {
          least = far
          group = other
        }
      }
      loss += least
      if (groupOf[at] !== group) changed++
      groupOf[at] = group
    }
    if (changed === 0) break
    for (let group = 0; group < wanted; group++) {
      const own = rows.filter((_row, at) => groupOf[at] === group)
      if (own.length > 0) centres.set(centreOf(points, dimensions, own), group * dimensions)
    }
  }
  return { groupOf, loss }
}

function centreOf(points: Float32Array, dimensions: number, rows: Uint32Array): Float32Array {
  const centre = new Float32Array(dimensions)
  for (const row of rows) for (let j = 0; j < dimensions; j++) centre[j]! += points[row * dimensions + j]!
  return centre.map((sum) => sum / Math.max(1, rows.length))
}

/** Squared; of what is `most` or farther, as much as shows that. */
function distance(
  a: Float32Array,
  aStart: number,
  b: Float32Array,
  bStart: number,
  dimensions: number,
  most = Number.POSITIVE_INFINITY,
): number {
  let sum = 0
  for (let j = 0; j < dimensions && sum < most; ) {
    for (const end = Math.min(dimensions, j + STEP); j < end; j++) {
      const difference = a[aStart + j]! - b[bStart + j]!
      sum += difference * difference
    }
  }
  return sum
}
