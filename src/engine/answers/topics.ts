import { PagekinError } from '../../errors.js'
import type { Breathe } from '../../pieces.js'
import type { TopicsRequest } from '../../protocol.js'
import type { Item, ItemId, Topic, Topics } from '../../types.js'
import { meanRow } from '../../vectors/mean.js'
import { normalize } from '../../vectors/normalize.js'
import { alongAxes, principalAxes } from '../../vectors/principal-axes.js'
import { topK } from '../../vectors/top-k.js'
import { type TreeNode, vectorTree, wayTo } from '../../vectors/vector-tree.js'
import type { CatalogRows } from '../catalog-rows.js'
import { breathing } from './breathing.js'
import type { AnswerContext } from './context.js'
import { type Spot, TopicMap } from './topic-map.js'
import { TopicNames } from './topic-names.js'

/** Of the vectors, in which rows are compared: docs/measurements.md#topics. */
const DIMENSIONS = 48
/** Fewer items are no topic. */
const LEAST_ITEMS = 5
const MOST_TOPICS = 16
const LEAST_TOPICS = 6
const MOST_PARTS = 8
/** Levels with names. Ids go on below them. */
const LEVELS = 3
/** A topic with fewer items is not divided for people. */
const LEAST_DIVIDED = 30
/** Rows that a row without a vector stands among. */
const NEAREST = 5
/** Of the items: more of them others, and the catalog is divided anew. */
const MOST_CHANGE = 0.2
/** Of a topic's items, as `TopicsOptions` allows. */
const MOST_NAMED = 100

/** A topic, its most typical items, and its parts. */
interface Named {
  readonly id: string
  readonly name: string
  readonly items: readonly ItemId[]
  readonly children: readonly Named[]
}

/** A catalog as it was divided, with the items that came since. */
interface Divided {
  readonly by: 'vectors' | 'words'
  readonly items: readonly Item[]
  /** How many had a vector when it was divided, and how many items have come since. */
  readonly embedded: number
  readonly later: number
  readonly topics: readonly Named[]
  /** By row: the place of its group at each level, and at last its own in the last group. */
  readonly ids: readonly string[]
  /** By row. */
  readonly spots: readonly Spot[]
  readonly map: TopicMap
  readonly root: TreeNode
  /** Of a vector of the catalog. Undefined for words, which change with every item. */
  readonly toPoint: ((vector: Float32Array) => Float32Array) | undefined
}

const kept = new WeakMap<CatalogRows, Promise<Divided>>()

/**
 * What a catalog is about: k-means within k-means over the vectors of items, or where fewer than half have one over those of their words. A
 * topic is named by what its items have in common and the others have not.
 *
 * @param mask 1 for the rows to tell of, which `where` of the request lets through. Default: all.
 * @throws PagekinError `usage` for a topic that there is not.
 */
export async function topics({ topic, items, places }: TopicsRequest, context: AnswerContext, mask?: Uint8Array): Promise<Topics> {
  const { items: asked } = context.rows
  const divided = await dividedOf(context)
  const { ids, spots } = divided
  const { rowsByTopic, rowById } = rowsOf(divided)
  const chosen = topic === undefined ? undefined : named(divided.topics, topic)
  if (topic !== undefined && !chosen) {
    throw new PagekinError('usage', `topics: topic: received "${topic.slice(0, 60)}", expected an id of topics()`)
  }
  // the catalog may be another one by now
  const isTold = mask && (asked === divided.items ? mask : carried(mask, asked, divided.items))
  const left = (rows: readonly number[]) => (isTold ? rows.filter((row) => isTold[row]) : rows)
  const rowsIn = ({ id }: Named) => left(rowsByTopic.get(id) ?? [])
  const isKnown = (id: ItemId) => {
    const row = rowById.get(id)
    return row !== undefined && isTold?.[row] !== 0
  }
  const told = (one: Named): Topic => ({
    id: one.id,
    name: one.name,
    size: rowsIn(one).length,
    items: one.items.filter(isKnown).slice(0, items),
    children: one.children.map(told),
  })
  const rows = chosen ? rowsIn(chosen) : left([...divided.items.keys()])
  return {
    topics: (chosen?.children ?? divided.topics).map(told),
    items: rows.length,
    by: divided.by,
    ...(chosen && { where: { id: rows.map((row) => divided.items[row]!.id) } }),
    ...(places && {
      places: left([...divided.items.keys()]).map((row) => {
        const { id: item, title, url } = divided.items[row]!
        return { item, title, ...(url && { url }), id: ids[row]!, ...spots[row]! }
      }),
    }),
  }
}

/** Kept; made anew once a fifth of the items are others, or much more is known of them. */
function dividedOf(context: AnswerContext): Promise<Divided> {
  const { rows, vectors } = context
  const { items } = rows
  const embedded = vectors?.index.count ?? 0
  const by = embedded * 2 >= items.length && embedded > 0 ? 'vectors' : 'words'
  const make = () => divide(items, by, context)
  const before = kept.get(rows)
  const now = before
    ? before.then((known) => {
        // changed while the earlier one was made: what is here no longer fits these items
        if (rows.items !== items) return known
        if (known.by !== by || embedded > known.embedded * (1 + MOST_CHANGE)) return make()
        return known.items === items ? known : (withNew(known, items, context) ?? make())
      }, make)
    : make()
  kept.set(rows, now)
  return now
}

async function divide(items: readonly Item[], by: Divided['by'], context: AnswerContext): Promise<Divided> {
  const breathe = breathing()
  const { index } = context.vectors ?? {}
  const embedded = index?.count ?? 0
  const { words } = context
  if (by === 'words') await words.makeGraph(breathe)
  const dimensions = by === 'vectors' ? index!.dimensions : words.graph().dimensions
  const given = by === 'vectors' ? vectorsOf(items.length, context) : words.graph().vectors
  // the same items have the same topics in whatever order they come
  const order = [...items.keys()].sort((a, b) => (items[a]!.id < items[b]!.id ? -1 : 1))
  const sorted = order.map((row) => items[row]!)
  const rows = new Float32Array(given.length)
  const places: number[] = []
  order.forEach((row, at) => {
    places[row] = at
    rows.set(given.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions)
  })
  const mean = meanRow(rows, dimensions)
  const centred = (row: Float32Array) => normalize(row.map((value, j) => value - mean[j]!))
  for (let at = 0; at < items.length; at++) {
    if (at % 64 === 0) await breathe()
    const row = rows.subarray(at * dimensions, (at + 1) * dimensions)
    row.set(centred(row))
  }
  const axes = await principalAxes(rows, dimensions, DIMENSIONS, breathe)
  const count = axes.length / dimensions
  const points = new Float32Array(items.length * count)
  for (let row = 0; row < items.length; row++) {
    if (row % 64 === 0) await breathe()
    points.set(alongAxes(axes, rows.subarray(row * dimensions, (row + 1) * dimensions)), row * count)
  }
  const root = await vectorTree(points, count, partsOf, breathe)
  const map = await TopicMap.of(root, points, count, breathe)
  const names = await TopicNames.of(sorted, breathe)
  const ids = idsOf(root)
  return {
    by,
    items,
    embedded,
    later: 0,
    root,
    ids: places.map((at) => ids[at]!),
    spots: places.map((at) => map.spots[at]!),
    map,
    topics: await nameParts(root, '', [], sorted, names, breathe),
    toPoint: by === 'vectors' ? (vector) => alongAxes(axes, centred(vector)) : undefined,
  }
}

/** Undefined where too much has changed. */
function withNew(before: Divided, items: readonly Item[], { vectors }: AnswerContext): Divided | undefined {
  const { toPoint, root, map } = before
  if (!toPoint || !vectors) return undefined
  const known = new Map(before.items.map((item, row) => [item.id, { item, id: before.ids[row]!, spot: before.spots[row]! }]))
  let later = before.later + Math.max(0, before.items.length - items.length)
  const placed = items.map((item, row) => {
    const own = known.get(item.id)
    if (own && own.item.title === item.title) return own
    later++
    const way = vectors.index.has(row) ? wayTo(root, toPoint(vectors.index.vector(row))) : root.children.length > 0 ? [0] : []
    // no earlier one had this number, whatever was removed since
    return { id: [...way.map((place) => place + 1), `new${later}`].join('.'), spot: map.spotOf(way, later) }
  })
  if (later > MOST_CHANGE * items.length) return undefined
  return { ...before, items, later, ids: placed.map(({ id }) => id), spots: placed.map(({ spot }) => spot) }
}

/** A row without a vector stands among those whose words are nearest to its own. */
function vectorsOf(size: number, { vectors, words }: AnswerContext): Float32Array {
  const { index } = vectors!
  const { dimensions } = index
  const rows = new Float32Array(size * dimensions)
  for (let row = 0; row < size; row++) if (index.has(row)) index.vector(row, rows.subarray(row * dimensions, (row + 1) * dimensions))
  const scores = new Float32Array(index.count < size ? size : 0)
  for (let row = 0; row < size; row++) {
    if (index.has(row)) continue
    words.scoresInto(words.itemQueryTerms(row), scores)
    const mask = Uint8Array.from(scores, (_, other) => Number(index.has(other)))
    const own = rows.subarray(row * dimensions, (row + 1) * dimensions)
    for (const other of topK(scores, NEAREST, mask).rows) {
      for (let j = 0; j < dimensions; j++) own[j]! += rows[other * dimensions + j]! / NEAREST
    }
  }
  return rows
}

function partsOf(rows: number, depth: number): number {
  if (depth === 0) return Math.min(clamp(Math.sqrt(rows) / 4, LEAST_TOPICS, MOST_TOPICS), Math.floor(rows / LEAST_ITEMS))
  return rows > MOST_PARTS ? clamp(Math.sqrt(rows) / 2.5, 2, MOST_PARTS) : 0
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(value)))
}

/** By row. */
function idsOf(root: TreeNode): string[] {
  const ids: string[] = []
  const visit = ({ children, rows }: TreeNode, prefix: string): void => {
    for (const [at, child] of children.entries()) visit(child, `${prefix}${at + 1}.`)
    if (children.length > 0) return
    rows.forEach((row, at) => {
      ids[row] = `${prefix}${at + 1}`
    })
  }
  visit(root, '')
  return ids
}

/** What is too small to be a topic, or has nothing to be named by, is in the topic above alone. */
async function nameParts(
  { children, rows }: TreeNode,
  prefix: string,
  parents: readonly string[],
  items: readonly Item[],
  names: TopicNames,
  breathe: Breathe,
): Promise<Named[]> {
  if (parents.length === LEVELS || (parents.length > 0 && rows.length < LEAST_DIVIDED)) return []
  await breathe()
  const given = names.name(
    children.map((child) => child.rows),
    parents,
  )
  const found: Named[] = []
  for (const [at, child] of children.entries()) {
    const id = `${prefix}${at + 1}`
    const isTop = parents.length === 0
    // every item is in a topic at the top
    const candidates = isTop ? [given[at]!, `${items[child.rows[0]!]!.title}, …`, id] : [given[at]!]
    const name = candidates.find((one) => one !== '' && !found.some((other) => other.name === one))
    if (name === undefined || (!isTop && child.rows.length < LEAST_ITEMS)) continue
    const parts = await nameParts(child, `${id}.`, [...parents, name], items, names, breathe)
    found.push({ id, name, items: Array.from(child.rows.subarray(0, MOST_NAMED), (row) => items[row]!.id), children: parts })
  }
  return found.length > 1 ? found : []
}

/** The rows of every topic and of the groups below, and the row of every item. */
interface TopicRows {
  readonly rowsByTopic: ReadonlyMap<string, readonly number[]>
  readonly rowById: ReadonlyMap<ItemId, number>
}

const keptRows = new WeakMap<Divided, TopicRows>()

function rowsOf(divided: Divided): TopicRows {
  const found = keptRows.get(divided)
  if (found) return found
  const rowsByTopic = new Map<string, number[]>()
  for (const [row, id] of divided.ids.entries()) {
    for (let end = id.indexOf('.'); end >= 0; end = id.indexOf('.', end + 1)) {
      const topic = id.slice(0, end)
      const rows = rowsByTopic.get(topic)
      if (rows) rows.push(row)
      else rowsByTopic.set(topic, [row])
    }
  }
  const made = { rowsByTopic, rowById: new Map(divided.items.map(({ id }, row) => [id, row])) }
  keptRows.set(divided, made)
  return made
}

/** A mask of some items as one of others. */
function carried(mask: Uint8Array, from: readonly Item[], to: readonly Item[]): Uint8Array {
  const passed = new Set(from.flatMap(({ id }, row) => (mask[row] ? id : [])))
  return Uint8Array.from(to, ({ id }) => Number(passed.has(id)))
}

function named(among: readonly Named[], id: string): Named | undefined {
  for (const one of among) {
    if (one.id === id) return one
    if (id.startsWith(`${one.id}.`)) return named(one.children, id)
  }
  return undefined
}
