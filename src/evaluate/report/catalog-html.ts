import { ITEM_FIELDS } from '../../catalog/filter-fields.js'
import { reasonsOf, rowsOf } from '../../catalog/rejected.js'
import type { Item, RejectedRow } from '../../types.js'
import { alongAxes, principalAxes } from '../../vectors/principal-axes.js'
import { centred } from '../metrics/cross-product.js'
import { escaped, pageHtml, section } from './html.js'

/** A catalog as it was read, with a vector of each item where there are some. */
export interface InspectedCatalog {
  readonly title: string
  readonly items: readonly Item[]
  readonly rejected: readonly RejectedRow[]
  /** Rows that are variants of an item. */
  readonly variants: number
  readonly vectors: { readonly values: Float32Array; readonly dimensions: number } | null
  /** Items among which `suggested` was told. */
  readonly compared: number
  /** For items without a category: one that others have, or what the titles of a new one have in common. */
  readonly suggested: readonly { readonly category?: string; readonly words?: readonly string[]; readonly items: readonly Item[] }[]
}

/** Two items and the cosine of their vectors. */
export interface Pair {
  readonly items: readonly [Item, Item]
  readonly cosine: number
}

const MAX_DOTS = 4_000
const MAX_COMPARED = 4_000
const MAX_PAIRS = 50
const MAX_ROWS = 200
const MAX_EXAMPLES = 5
const COLOURS = 8
const WIDTH = 900
const HEIGHT = 560
const MARGIN = 12
/** A report as one page: no network, no scripts. Whatever the catalog says is text here. */
export async function catalogHtml(catalog: InspectedCatalog): Promise<string> {
  const { title, items, rejected, variants, vectors, suggested, compared } = catalog
  const parts = [
    ...(vectors ? [section('map', 'Map: items that lie together are alike', await mapOf(items, vectors))] : []),
    section('fields', 'Fields', fieldsOf(items)),
    ...(suggested.length > 0
      ? [
          section(
            'categories',
            `Items without a category${compared < items.length ? `, among ${compared} of all` : ''}`,
            suggestedTable(suggested),
          ),
        ]
      : []),
    ...(vectors ? [section('pairs', 'Most alike', pairsTable(alikePairs(items, vectors)))] : []),
    section(
      'same',
      'Same title',
      table(
        ['title', 'items', 'ids'],
        sameTitles(items).map((group) => [group[0]!.title, String(group.length), idsOf(group)]),
      ),
    ),
    section(
      'rejected',
      'Rejected rows',
      table(
        ['rows', 'why'],
        reasonsOf(rejected).map((reason) => [rowsOf(reason), reason.why]),
      ),
    ),
    section('items', `Items${items.length > MAX_ROWS ? `, the first ${MAX_ROWS}` : ''}`, itemsTable(items.slice(0, MAX_ROWS))),
  ]
  return pageHtml({
    title,
    command: 'inspect',
    style: MAP_STYLE,
    summary: `${items.length} items, ${rejected.length} rows rejected${variants > 0 ? `, ${variants} variants in their products` : ''}`,
    main: parts.join('\n'),
  })
}

/** The pairs with the highest cosines, among the first items. */
export function alikePairs(items: readonly Item[], { values, dimensions }: NonNullable<InspectedCatalog['vectors']>): Pair[] {
  const count = Math.min(items.length, MAX_COMPARED)
  const best: Pair[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      let cosine = 0
      for (let d = 0; d < dimensions; d++) cosine += values[a * dimensions + d]! * values[b * dimensions + d]!
      if (best.length === MAX_PAIRS && cosine <= best.at(-1)!.cosine) continue
      const place = best.findIndex((pair) => pair.cosine < cosine)
      best.splice(place < 0 ? best.length : place, 0, { items: [items[a]!, items[b]!], cosine })
      best.length = Math.min(best.length, MAX_PAIRS)
    }
  }
  return best
}

/** Items that a visitor could not tell apart by their titles. */
export function sameTitles(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = item.title.toLowerCase()
    const known = groups.get(key)
    if (known) known.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

const groupOf = ({ category, brand }: Item) => category?.[0] ?? brand ?? 'others'

async function mapOf(items: readonly Item[], { values, dimensions }: NonNullable<InspectedCatalog['vectors']>): Promise<string> {
  const rows = Float32Array.from(centred(values, dimensions))
  const axes = await principalAxes(rows, dimensions, 2, () => undefined)
  const plane = items.map((_, row) => alongAxes(axes, rows.subarray(row * dimensions, (row + 1) * dimensions)))
  const counts = new Map<string, number>()
  for (const item of items) counts.set(groupOf(item), (counts.get(groupOf(item)) ?? 0) + 1)
  const named = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, COLOURS)
    .map(([name]) => name)
  const [x, y] = [0, 1].map((axis) => scaleOf(plane, axis, axis === 0 ? WIDTH : HEIGHT))
  const step = Math.max(1, Math.ceil(items.length / MAX_DOTS))
  const dots = items.flatMap((item, row) => {
    if (row % step !== 0) return []
    const colour = named.indexOf(groupOf(item))
    const [cx, cy] = [x!(plane[row]![0]!), y!(plane[row]![1]!)]
    return `<circle class="c${colour < 0 ? 'x' : colour}" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="4"><title>${escaped(item.title)} (${escaped(item.id)})</title></circle>`
  })
  const legend = named.map(
    (name, colour) =>
      `<li><svg width="12" height="12" aria-hidden="true"><circle class="c${colour}" cx="6" cy="6" r="5"/></svg> ${escaped(name)} (${counts.get(name)})</li>`,
  )
  return `<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Map of the catalog">${dots.join('')}</svg><ul class="legend">${legend.join('')}</ul>`
}

function scaleOf(plane: readonly Float32Array[], axis: number, size: number): (value: number) => number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const place of plane) {
    low = Math.min(low, place[axis]!)
    high = Math.max(high, place[axis]!)
  }
  const range = high - low || 1
  return (value) => MARGIN + ((value - low) / range) * (size - 2 * MARGIN)
}

function fieldsOf(items: readonly Item[]): string {
  // every item has these two
  const fields = [...(ITEM_FIELDS as ReadonlySet<keyof Item>)].filter((field) => field !== 'id' && field !== 'title')
  const rows = fields.map((field) => {
    const having = items.filter((item) => item[field] !== undefined)
    const sample = having[0]?.[field]
    return [field, String(having.length), sample === undefined ? '' : exampleOf(sample)]
  })
  const attributes = new Map<string, { count: number; readonly sample: unknown }>()
  for (const item of items) {
    for (const [name, sample] of Object.entries(item.attributes ?? {})) {
      const known = attributes.get(name)
      if (known) known.count++
      else attributes.set(name, { count: 1, sample })
    }
  }
  return table(
    ['field', 'items', 'example'],
    [...rows, ...[...attributes].map(([name, { count, sample }]) => [`attribute: ${name}`, String(count), exampleOf(sample)])],
  )
}

function exampleOf(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80)
}

function idsOf(items: readonly Item[]): string {
  const ids = items.slice(0, MAX_EXAMPLES).map(({ id }) => id)
  return items.length > ids.length ? `${ids.join(', ')} and ${items.length - ids.length} more` : ids.join(', ')
}

function pairsTable(pairs: readonly Pair[]): string {
  return table(
    ['cosine', 'one', 'other'],
    pairs.map(({ items, cosine }) => [cosine.toFixed(3), ...items.map(({ id, title }) => `${title} (${id})`)]),
  )
}

function suggestedTable(suggested: InspectedCatalog['suggested']): string {
  return table(
    ['category', 'items', 'such as'],
    suggested.map(({ category, words = [], items }) => [
      category ?? (words.length > 0 ? `new: ${words.join(', ')}` : 'like none of the categories, with no word in common'),
      String(items.length),
      items
        .slice(0, MAX_EXAMPLES)
        .map(({ id, title }) => `${title} (${id})`)
        .join(', '),
    ]),
  )
}

function itemsTable(items: readonly Item[]): string {
  return table(
    ['id', 'title', 'category', 'price', 'url'],
    items.map(({ id, title, category, price, url }) => [
      id,
      title,
      category?.join(' > ') ?? '',
      price ? `${price.value} ${price.currency ?? ''}` : '',
      url ?? '',
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p class="note">None.</p>'
  const more = rows.length > MAX_ROWS ? `<p class="note">And ${rows.length - MAX_ROWS} more.</p>` : ''
  const body = rows.slice(0, MAX_ROWS).map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
  return `<div class="scroll" tabindex="0"><table class="plain"><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>${more}`
}

const MAP_STYLE = `
.map { display: block; width: 100%; height: auto; border: 1px solid var(--line); }
.map circle:hover { stroke: var(--text); stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; font-size: .875rem; }
.plain th, .plain td { text-align: left; white-space: normal; }
.cx { fill: var(--quiet); }
${Array.from({ length: COLOURS }, (_, i) => `.c${i} { fill: hsl(${Math.round((360 * i) / COLOURS)} 60% 50%); }`).join('\n')}
`
