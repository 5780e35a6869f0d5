import type { Breathe } from '../../pieces.js'
import { alongAxes, principalAxes } from '../../vectors/principal-axes.js'
import type { TreeNode } from '../../vectors/vector-tree.js'

/** A place on the map. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** A group, or a row. */
interface Disc extends Spot {
  readonly radius: number
  /** Of a group: what stands within it. */
  readonly parts: readonly Disc[]
}

/** A group with fewer rows is laid out row by row. */
const FEW = 40
/** Rounds in which discs are drawn together, and then pushed apart only. */
const ROUNDS = 60
const PULL = 0.05
/** From middle to middle of two rows: of one part of a topic, of one topic, and of two. */
const APART = [1, 1.25, 2.1] as const
const NEAREST = 1 / 1024
const SETTLING = 16
const FILLED = 0.5

/**
 * A map of a catalog. Within each group of the tree its parts are discs, which stand as their centres do along the two directions in which
 * these differ most, and do not overlap. Then all rows are drawn together, and keep their distance.
 *
 * Source: Wang, Wang, Dai and Wang, Visualization of Large Hierarchical Data by Circle Packing (2006); Jakobsen, Advanced Character Physics
 * (2001), for how overlaps are resolved.
 */
export class TopicMap {
  /** By row. From 0 to 1. */
  readonly spots: readonly Spot[]
  readonly #tree: TreeNode

  /** @param points Row-major, rows x dimensions, as the tree was made of. */
  static async of(tree: TreeNode, points: Float32Array, dimensions: number, breathe: Breathe): Promise<TopicMap> {
    const rows = tree.rows.length
    const [x, y] = [new Float64Array(rows), new Float64Array(rows)]
    place(tree, await layOut(tree, points, dimensions, breathe), 0, 0, x, y)
    await settle(x, y, groupsOf(tree, 1), groupsOf(tree, 2), breathe)
    return new TopicMap(tree, x, y)
  }

  private constructor(tree: TreeNode, x: Float64Array, y: Float64Array) {
    this.#tree = tree
    const side = 2 * widest(x, y) + 1
    this.spots = Array.from(x, (one, row) => ({ x: 0.5 + one / side, y: 0.5 + y[row]! / side }))
  }

  /** Of a row that came later, at the `at`th place of the group to which this way leads. */
  spotOf(way: readonly number[], at: number): Spot {
    let node = this.#tree
    for (const place of way) node = node.children[place] ?? node
    const own = Array.from(node.rows, (row) => this.spots[row]!)
    const middle = (of: 'x' | 'y') => own.reduce((sum, spot) => sum + spot[of], 0) / own.length
    // the golden angle: no two stand in one direction
    const angle = at * Math.PI * (3 - Math.sqrt(5))
    return { x: middle('x') + NEAREST * Math.cos(angle), y: middle('y') + NEAREST * Math.sin(angle) }
  }
}

function isDivided({ children, rows }: TreeNode): boolean {
  return children.length > 0 && rows.length >= FEW
}

/** How far the farthest is from the middle. */
function widest(x: Float64Array, y: Float64Array): number {
  return x.reduce((most, one, row) => Math.max(most, Math.hypot(one, y[row]!)), 0)
}

/** By row: its group at this depth. */
function groupsOf(tree: TreeNode, depth: number): Uint32Array {
  const groups = new Uint32Array(tree.rows.length)
  let count = 0
  const visit = (node: TreeNode, left: number): void => {
    if (left > 0 && node.children.length > 0) {
      for (const child of node.children) visit(child, left - 1)
      return
    }
    for (const row of node.rows) groups[row] = count
    count++
  }
  visit(tree, depth)
  return groups
}

async function layOut(node: TreeNode, points: Float32Array, dimensions: number, breathe: Breathe): Promise<Disc> {
  const parts: Disc[] = []
  const centres: Float32Array[] = []
  if (isDivided(node)) {
    for (const child of node.children) {
      parts.push(await layOut(child, points, dimensions, breathe))
      centres.push(child.centre)
    }
  } else {
    for (const row of node.rows) {
      parts.push({ x: 0, y: 0, radius: APART[0] / 2, parts: [] })
      centres.push(points.subarray(row * dimensions, (row + 1) * dimensions))
    }
  }
  await breathe()
  const rows = Float32Array.from(centres.flatMap((centre) => Array.from(centre, (value, j) => value - node.centre[j]!)))
  const axes = await principalAxes(rows, dimensions, 2, breathe)
  return pack(
    parts,
    centres.map((_, at) => alongAxes(axes, rows.subarray(at * dimensions, (at + 1) * dimensions))),
  )
}

/** Discs near where they belong, and beside each other. */
function pack(parts: readonly Disc[], wanted: readonly Float32Array[]): Disc {
  const radii = parts.map(({ radius }) => radius)
  const weight = radii.reduce((sum, radius) => sum + radius * radius, 0)
  const size = Math.sqrt(weight)
  const spread = Math.sqrt(wanted.reduce((sum, [x = 0, y = 0]) => sum + x * x + y * y, 0) / Math.max(1, wanted.length)) || 1
  // those that would stand in one place differ a little
  const x = wanted.map(([along = 0], at) => (along / spread) * size + NEAREST * Math.cos(at))
  const y = wanted.map(([, across = 0], at) => (across / spread) * size + NEAREST * Math.sin(at))
  for (let round = 0; round < 2 * ROUNDS; round++) {
    for (let a = 0; round < ROUNDS && a < parts.length; a++) {
      x[a]! *= 1 - PULL
      y[a]! *= 1 - PULL
    }
    for (let a = 1; a < parts.length; a++) {
      // the smaller one gives way
      for (let b = 0; b < a; b++) part(x, y, a, b, radii[a]! + radii[b]!, radii[b]! ** 2 / (radii[a]! ** 2 + radii[b]! ** 2))
    }
  }
  const middle = (of: readonly number[]) => of.reduce((sum, one, at) => sum + one * radii[at]! ** 2, 0) / (weight || 1)
  const [middleX, middleY] = [middle(x), middle(y)]
  const placed = parts.map((disc, at) => ({ ...disc, x: x[at]! - middleX, y: y[at]! - middleY }))
  return { x: 0, y: 0, radius: placed.reduce((most, disc) => Math.max(most, Math.hypot(disc.x, disc.y) + disc.radius), 0), parts: placed }
}

/** Pushes two apart that are nearer than that. @param share Of the way that the first one goes. */
function part(x: number[] | Float64Array, y: number[] | Float64Array, a: number, b: number, apart: number, share: number): void {
  const [dx, dy] = [x[a]! - x[b]!, y[a]! - y[b]!]
  const squared = dx * dx + dy * dy
  if (squared >= apart * apart) return
  const far = Math.sqrt(squared) || NEAREST
  const push = (apart - far) / far
  x[a]! += dx * push * share
  y[a]! += dy * push * share
  x[b]! -= dx * push * (1 - share)
  y[b]! -= dy * push * (1 - share)
}

function place(node: TreeNode, { parts }: Disc, left: number, top: number, x: Float64Array, y: Float64Array): void {
  for (const [at, disc] of parts.entries()) {
    if (isDivided(node)) place(node.children[at]!, disc, left + disc.x, top + disc.y, x, y)
    else {
      x[node.rows[at]!] = left + disc.x
      y[node.rows[at]!] = top + disc.y
    }
  }
}

/** Draws all rows to the middle, until they would fill `FILLED` of a circle. @param topics By row. @param parts By row: of topics. */
async function settle(x: Float64Array, y: Float64Array, topics: Uint32Array, parts: Uint32Array, breathe: Breathe): Promise<void> {
  const cell = APART[2]
  const next = new Int32Array(x.length)
  const pull = Math.min(1, Math.sqrt(x.length / 4 / FILLED) / widest(x, y)) ** (1 / SETTLING)
  for (let round = 0; round < 2 * SETTLING; round++) {
    if (round < SETTLING) {
      for (let row = 0; row < x.length; row++) {
        x[row]! *= pull
        y[row]! *= pull
      }
    }
    const side = widest(x, y)
    // rows by the cell of a grid that they stand in
    const columns = 2 * Math.ceil(side / cell) + 3
    const first = new Int32Array(columns * columns).fill(-1)
    const cellOf = (row: number) => (Math.floor(y[row]! / cell + columns / 2) * columns + Math.floor(x[row]! / cell + columns / 2)) | 0
    const cells = Int32Array.from(x, (_, row) => cellOf(row))
    for (const [row, own] of cells.entries()) {
      next[row] = first[own]!
      first[own] = row
    }
    for (const [row, own] of cells.entries()) {
      if (row % 256 === 0) await breathe()
      for (const step of [-columns - 1, -columns, -columns + 1, -1, 0]) {
        for (let other = step === 0 ? next[row]! : first[own + step]!; other >= 0; other = next[other]!) {
          part(x, y, row, other, APART[parts[row] === parts[other] ? 0 : topics[row] === topics[other] ? 1 : 2], 0.5)
        }
      }
    }
  }
}
