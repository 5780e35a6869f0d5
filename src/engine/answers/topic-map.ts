import { alongAxes, principalAxes } from '../../vectors/principal-axes.js'
import type { Breathe, TreeNode } from '../../vectors/vector-tree.js'

/** A place on the map. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** What stands on the map within a group: its parts, or its rows. */
interface Disc extends Spot {
  readonly radius: number
  readonly parts: readonly Disc[]
}

/** A group with fewer rows is laid out row by row. */
const FEW = 40
/** Between two topics, by the radius of one. */
const MARGIN = 0.06
/** Rounds in which discs are drawn together, and pushed apart. */
const ROUNDS = 60
const PULL = 0.05

/**
 * A map of a catalog: a disc for each group of the tree, in it the discs of its parts, and in the smallest ones the rows. Discs stand as
 * their centres do along the two directions in which these differ most, and do not overlap.
 *
 * Source: Wang, Wang, Dai and Wang, Visualization of Large Hierarchical Data by Circle Packing (2006); positions as of a principal
 * component analysis.
 */
export class TopicMap {
  /** By row. From 0 to 1. */
  readonly spots: readonly Spot[]
  readonly #root: Disc
  readonly #tree: TreeNode

  /** @param points Row-major, rows x dimensions, as the tree was made of. */
  static async of(tree: TreeNode, points: Float32Array, dimensions: number, breathe: Breathe): Promise<TopicMap> {
    return new TopicMap(tree, await layOut(tree, points, dimensions, breathe))
  }

  private constructor(tree: TreeNode, root: Disc) {
    this.#tree = tree
    this.#root = root
    const spots: Spot[] = new Array(tree.rows.length)
    const place = (node: TreeNode, disc: Disc, x: number, y: number): void => {
      for (const [at, part] of disc.parts.entries()) {
        const [partX, partY] = [x + part.x, y + part.y]
        const child = isDivided(node) ? node.children[at] : undefined
        if (child) place(child, part, partX, partY)
        else spots[node.rows[at]!] = this.#spot(partX, partY)
      }
    }
    place(tree, root, 0, 0)
    this.spots = spots
  }

  /** Of a row that came later, at the `place`th place of the group to which this way leads. */
  spotOf(way: readonly number[], place: number): Spot {
    let [node, disc, x, y] = [this.#tree, this.#root, 0, 0]
    for (const at of way) {
      const part = isDivided(node) ? disc.parts[at] : undefined
      if (!part) break
      node = node.children[at]!
      disc = part
      x += part.x
      y += part.y
    }
    // the golden angle: no two stand in one direction
    const angle = place * Math.PI * (3 - Math.sqrt(5))
    const far = disc.radius * Math.sqrt((place % 10) / 10)
    return this.#spot(x + far * Math.cos(angle), y + far * Math.sin(angle))
  }

  #spot(x: number, y: number): Spot {
    const { radius } = this.#root
    return { x: (x / radius + 1) / 2, y: (y / radius + 1) / 2 }
  }
}

function isDivided({ children, rows }: TreeNode): boolean {
  return children.length > 0 && rows.length >= FEW
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
      parts.push({ x: 0, y: 0, radius: 0.5, parts: [] })
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
  const radii = parts.map(({ radius }) => radius * (1 + MARGIN))
  const size = Math.sqrt(radii.reduce((sum, radius) => sum + radius * radius, 0))
  const spread = Math.sqrt(wanted.reduce((sum, [x = 0, y = 0]) => sum + x * x + y * y, 0) / Math.max(1, wanted.length)) || 1
  const x = wanted.map(([along = 0], at) => (along / spread) * size + 1e-3 * Math.cos(at))
  const y = wanted.map(([, across = 0], at) => (across / spread) * size + 1e-3 * Math.sin(at))
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const pull = round < ROUNDS ? 1 - PULL : 1
    let moved = 0
    for (let a = 0; a < parts.length; a++) {
      x[a]! *= pull
      y[a]! *= pull
    }
    for (let a = 1; a < parts.length; a++) {
      for (let b = 0; b < a; b++) {
        const [dx, dy] = [x[a]! - x[b]!, y[a]! - y[b]!]
        const near = radii[a]! + radii[b]!
        const squared = dx * dx + dy * dy
        if (squared >= near * near) continue
        const apart = Math.sqrt(squared) || 1e-6
        const push = (near - apart) / apart
        // the smaller one gives way
        const share = radii[b]! ** 2 / (radii[a]! ** 2 + radii[b]! ** 2)
        x[a]! += dx * push * share
        y[a]! += dy * push * share
        x[b]! -= dx * push * (1 - share)
        y[b]! -= dy * push * (1 - share)
        moved += near - apart
      }
    }
    if (pull === 1 && moved < 1e-3 * size) break
  }
  const weight = radii.reduce((sum, radius) => sum + radius * radius, 0) || 1
  const middleX = x.reduce((sum, one, at) => sum + one * radii[at]! ** 2, 0) / weight
  const middleY = y.reduce((sum, one, at) => sum + one * radii[at]! ** 2, 0) / weight
  const placed = parts.map((part, at) => ({ ...part, x: x[at]! - middleX, y: y[at]! - middleY }))
  return { x: 0, y: 0, radius: Math.max(0.5, ...placed.map((part) => Math.hypot(part.x, part.y) + part.radius)), parts: placed }
}
