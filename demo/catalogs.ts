import { createRecommender, type Item, type Recommender } from '../src/index.js'
import { readSwitches } from './switches.js'

/** A row of the demo's own files, which are written in the form that pagekin returns. */
export type Row = Item & {
  /** Ids that make a whole with it. */
  readonly goes_with?: readonly string[]
}

export interface Catalog {
  readonly rows: readonly Row[]
  readonly byId: ReadonlyMap<string, Row>
  /** Comes later than the page: shelves wait for it by themselves. */
  readonly kin: Promise<Recommender>
  /** Notes what the visitor did as soon as it is there. */
  readonly record: Recommender['record']
}

const open = new Map<string, Promise<Catalog>>()

export function openShop(): Promise<Catalog> {
  return openOnce('./shop.json')
}

export function openPapers(): Promise<Catalog> {
  return openOnce('./papers.json')
}

/** Deletes what the recommenders in use keep. */
export async function clearRecommenders(): Promise<void> {
  await Promise.allSettled([...open.values()].map(async (catalog) => (await (await catalog).kin).clear()))
}

function openOnce(url: string): Promise<Catalog> {
  const opened = open.get(url) ?? read(url)
  open.set(url, opened)
  return opened
}

/**
 * The page reads the file that the service worker keeps; the recommender asks the server under an address of its own, so
 * that its state tells a fresh catalog from the stored one.
 */
async function read(url: string): Promise<Catalog> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`)
  const rows = (await response.json()) as Row[]
  const { device, storage } = readSwitches(new URLSearchParams(location.search))
  // not before the page has what it draws: a worker that starts takes the time of the page and of the service worker
  const kin = createRecommender({ catalog: `${url}?catalog`, assets: './kin/', device, storage })
  const record: Recommender['record'] = (interaction) => {
    kin.then(
      (recommender) => recommender.record(interaction),
      // shelves and the state panel say that there is none
      () => undefined,
    )
  }
  return { rows, byId: new Map(rows.map((row) => [row.id, row])), kin, record }
}
