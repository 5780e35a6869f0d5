import { decodeEntities } from '../../src/catalog/html-entities.js'
import { PagekinError } from '../../src/errors.js'
import { parseCsv } from './csv.js'

export interface BundleItem {
  readonly id: string
  readonly title: string
  /** An unquoted nested list, as found: names contain commas, so it cannot be taken apart. */
  readonly categories: string
}

export interface Bundle {
  readonly id: string
  /** What people said the bundle is for. */
  readonly intent: string
  readonly items: readonly string[]
}

export interface BundleSet {
  readonly items: readonly BundleItem[]
  readonly bundles: readonly Bundle[]
  /** Items by session id. The items of no bundle have no title: about a third. */
  readonly sessions: ReadonlyMap<string, readonly string[]>
}

/** The five files of the set that are read. */
export interface BundleFiles {
  readonly titles: string
  readonly categories: string
  readonly bundleItem: string
  readonly bundleIntent: string
  readonly sessionItem: string
}

/**
 * Amazon bundles, clothing (Sun et al., 2022): people parted shopping sessions into bundles and said what each is for. Titles
 * have HTML entities, which are decoded. Ask with one item of a bundle for the others, among all items. Throws `usage` for
 * a bundle, or an item of one, that only one of the files knows.
 */
export function parseBundles(files: BundleFiles): BundleSet {
  const titles = parseCsv('bundles item_titles', files.titles, { columns: ['item ID', 'titles'] })
  const categories = column('bundles item_categories', files.categories, 'item ID', 'categories')
  const items = titles.map((cells) => ({
    id: cells['item ID']!,
    title: decodeEntities(cells.titles!),
    categories: decodeEntities(categories.get(cells['item ID']!) ?? ''),
  }))
  const known = new Set(items.map(({ id }) => id))
  const members = grouped('bundles bundle_item', files.bundleItem, 'bundle ID', known)
  const intents = column('bundles bundle_intent', files.bundleIntent, 'bundle ID', 'intent')
  const lost = [...intents.keys()].find((id) => !members.has(id)) ?? [...members.keys()].find((id) => !intents.has(id))
  if (lost !== undefined)
    throw new PagekinError('usage', `bundles: received bundle ${lost} in one file only, expected items and intent of each`)
  return {
    items,
    bundles: [...intents].map(([id, intent]) => ({ id, intent: intent.trim(), items: members.get(id)! })),
    sessions: grouped('bundles session_item', files.sessionItem, 'session ID'),
  }
}

function column(where: string, text: string, key: string, value: string): Map<string, string> {
  return new Map(parseCsv(where, text, { columns: [key, value] }).map((cells) => [cells[key]!, cells[value]!]))
}

function grouped(where: string, text: string, key: string, known?: ReadonlySet<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [row, cells] of parseCsv(where, text, { columns: [key, 'item ID'] }).entries()) {
    const item = cells['item ID']!
    if (known?.has(item) === false)
      throw new PagekinError('usage', `${where}, row ${row}: received item ${item}, expected one that has a title`)
    groups.set(cells[key]!, [...(groups.get(cells[key]!) ?? []), item])
  }
  return groups
}
