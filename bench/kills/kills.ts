import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type LaunchOptions, type Page } from '@playwright/test'
import { pageScript, siteFiles } from '../../e2e/fixtures/assets.js'
import type {} from '../../e2e/fixtures/client-page.js'
import { shopRows } from '../../e2e/fixtures/shop.js'
import { wordVector } from '../../e2e/fixtures/word-vectors.js'
import { startServer } from '../../e2e/serve.js'
import { contentHashes } from '../../src/catalog/content-hash.js'
import { draftOf, itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import type { Interaction } from '../../src/types.js'
import { draftKey, unpackBlock } from '../../src/vectors/blocks.js'
import { quantize } from '../../src/vectors/quantize.js'
import { mulberry32 } from '../../src/vectors/random.js'

export const VICTIMS = ['worker', 'renderer', 'browser'] as const
export type Victim = (typeof VICTIMS)[number]
const MOMENTS = ['first visit', 'catalog update', 'encoder change', 'clear', 'history'] as const

/** One kill: who, during what, and after how many milliseconds. A slow machine takes its visits more slowly, and so its kills. */
export interface Kill {
  readonly of: Victim
  readonly during: (typeof MOMENTS)[number]
  readonly afterMs: number
}

export interface Kills {
  readonly killed: Readonly<Record<string, number>>
  /** Kills that left a catalog with some of its vectors, not all: those that came in the middle of the work. */
  readonly partial: number
  /** Kills that left vectors of drafts. */
  readonly drafted: number
  /** What does not hold, with the kills up to it. */
  readonly failure: string | undefined
}

/** A call to clear, or twelve to record, is over by then. */
const CALL_MS = 150
const MODELS = ['/a/', '/b/']
const RECORDED = 12

/** What the databases of the page hold, as any script would read them. */
interface Dump {
  readonly catalogs: readonly (readonly [
    string,
    { readonly items: readonly { readonly id: string }[]; readonly hashes: readonly string[] },
  ])[]
  readonly metas: readonly (readonly [string, { readonly fingerprint: string }])[]
  readonly blocks: readonly (readonly [readonly [string, number], readonly number[]])[]
  readonly events: readonly (readonly [number, Interaction])[]
}

async function dump(): Promise<Dump> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const names = (await indexedDB.databases()).map(({ name }) => name)
  const read = async (name: string, stores: readonly string[]) => {
    // to open it would make it
    if (!names.includes(name)) return stores.map(() => [])
    const database = await asked(indexedDB.open(name))
    const present = stores.filter((store) => database.objectStoreNames.contains(store))
    const found = await Promise.all(
      stores.map(async (store) => {
        if (!present.includes(store)) return []
        const table = database.transaction(store).objectStore(store)
        const [keys, values] = await Promise.all([asked(table.getAllKeys()), asked(table.getAll())])
        return keys.map((key, i) => [key, values[i] instanceof ArrayBuffer ? [...new Uint8Array(values[i])] : values[i]])
      }),
    )
    database.close()
    return found
  }
  const [catalogs, metas, blocks] = await read('pagekin', ['catalogs', 'metas', 'blocks'])
  const [events] = await read('pagekin-history', ['events'])
  return { catalogs, metas, blocks, events } as unknown as Dump
}

/** What every item answers like, and a search: to be equal after a kill and without one. */
async function answers(ids: readonly string[]): Promise<unknown> {
  const told = (found: readonly { item: { id: string }; score: number }[]) => found.map(({ item, score }) => [item.id, score])
  const similar = await Promise.all(ids.map(async (id) => told(await window.recommender.similar(id, { limit: 20 }))))
  return { similar, search: told(await window.recommender.search('warm lamp for the table', { limit: 20 })) }
}

function same(received: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(received), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what}: received ${a.slice(0, 800)}, expected ${b.slice(0, 800)}`)
}

/** The browser's own process: of all with this profile the one that no other started. */
function killBrowser(profile: string): void {
  const [pid] = execFileSync('pgrep', ['-o', '-f', '--', `user-data-dir=${profile}`], { encoding: 'utf8' }).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

export interface KillsOptions {
  readonly victims: readonly Victim[]
  readonly runs: number
  readonly seed: number
  /** Of a catalog. From 80 on items get drafts. */
  readonly items: number
  readonly launchOptions: LaunchOptions
}

/** Kills at random moments, one after the other on one device, and looks at what is left after each. The same seed chooses the same kills. */
export async function kills({ victims, runs, seed, items: count, launchOptions }: KillsOptions): Promise<Kills> {
  const newItems = Math.round(count / 3)
  const all = shopRows(count + newItems)
  /** Two catalogs that share most of their items. */
  const catalogs = [all.slice(0, count), all.slice(newItems)]
  const random = mulberry32(seed)
  const any = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  const files = await siteFiles()
  files['/kin/encoder-worker.js'] = await pageScript('word-encoder')
  files['/store'] = '<!doctype html><title>store</title>'
  const server = await startServer({
    files,
    headers: (path): Record<string, string> => (path === '/store' ? { 'content-type': 'text/html' } : {}),
  })
  const profile = await mkdtemp(join(tmpdir(), 'pagekin-kills-'))
  const launch = () => chromium.launchPersistentContext(profile, { ...launchOptions })
  let context = await launch()
  let page = await context.newPage()

  const texts = catalogs.map((rows) => parseCatalog(rows, { source: 'kills' }).items.map(itemSentence))
  const hashes = await Promise.all(texts.map((one) => contentHashes(one)))
  const textOf = new Map(
    hashes.flatMap((one, c) =>
      one.flatMap((hash, i) => {
        const text = texts[c]![i]!
        return [
          [hash, text],
          [draftKey(hash), draftOf(text)],
        ] as const
      }),
    ),
  )
  let catalog = 0
  let model = 0
  /** What the last whole visit kept, and what was recorded since; only a clear may take it. */
  let kept: { readonly keys: ReadonlySet<string>; readonly model: number } | undefined
  let events: string[] = []

  const sell = (which: number) => {
    catalog = which
    files['/catalog.json'] = JSON.stringify(catalogs[which])
  }
  const options = () => ({ catalog: '/catalog.json', encoder: MODELS[model]!, device: 'wasm', history: 'persist' }) as const
  const start = (on: Page) => on.evaluate(async (given) => void (await window.start(given)), options())
  const whole = async (on: Page) => {
    await start(on)
    const isWhole = ({ total, fingerprint }: { total: number; fingerprint: string }) => {
      const { phase, items, earlierVectors } = window.recommender.getState()
      return fingerprint && phase === 'ready' && items.total === total && items.embedded === total && !earlierVectors
    }
    // a search makes the page load its encoder: vectors of another model are replaced
    await on.evaluate(() => window.recommender.search('warm lamp for the table'))
    await on.waitForFunction(isWhole, { total: count, fingerprint: MODELS[model]! }, { timeout: 30_000 })
    await on.waitForFunction(() => window.recommender.getState().level === 'encoder', undefined, { timeout: 30_000 })
    return on.evaluate(
      answers,
      catalogs[catalog]!.map(({ id }) => id),
    )
  }

  const expected = new Map<string, unknown>()
  /** The answers of a device on which nothing was ever killed. */
  const undisturbed = async () => {
    const key = `${catalog} ${model}`
    if (!expected.has(key)) {
      const browser = await chromium.launch({ ...launchOptions })
      const other = await browser.newPage()
      await other.goto(server.url)
      expected.set(key, await whole(other))
      await browser.close()
    }
    return expected.get(key)
  }

  const begin = async ({ during, afterMs, of }: Kill): Promise<void> => {
    if (during === 'first visit') {
      const session = await context.newCDPSession(page)
      await page.goto(`${server.url}/store`)
      await session.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb,cache_storage' })
      kept = undefined
      events = []
    }
    if (during === 'catalog update') sell(1 - catalog)
    if (during === 'encoder change') model = 1 - model
    const isVisit = during !== 'clear' && during !== 'history'
    if (isVisit) await page.goto(server.url)
    const recorded = during === 'history' ? Array.from({ length: RECORDED }, (_, i) => catalogs[catalog]![i]!.id) : []
    await page.evaluate(
      async ([given, what, wait, ids, ends]) => {
        if (what === 'clear') void window.recommender.clear().catch(() => undefined)
        else if (what === 'history') {
          void (async () => {
            for (const id of ids) {
              window.recommender.record({ type: 'view', id })
              await new Promise((resolve) => setTimeout(resolve, wait / ids.length))
            }
          })()
        } else void window.start(given).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, wait))
        if (ends) for (const { worker } of window.workers) worker.terminate()
      },
      [options(), during, afterMs, recorded, of === 'worker'] as const,
    )
    events.push(...recorded)
  }

  const end = async (of: Victim): Promise<void> => {
    if (of === 'worker') return
    if (of === 'renderer') {
      const crashed = page.waitForEvent('crash')
      const session = await context.newCDPSession(page)
      session.send('Page.crash').catch(() => undefined)
      await crashed
      await page.close()
    } else {
      const closed = context.waitForEvent('close')
      killBrowser(profile)
      await closed
      context = await launch()
    }
    page = await context.newPage()
  }

  let partial = 0
  let drafted = 0
  const examine = ({ during }: Kill, { catalogs: left, metas, blocks, events: stored }: Dump): void => {
    for (const [, { items, hashes: keys }] of left) {
      const which = hashes.findIndex((one) => one.join() === keys.join())
      same(
        items.map(({ id }) => id),
        catalogs[which]?.map(({ id }) => id),
        'a stored catalog is one that was served',
      )
    }
    const known = MODELS.map((id) => `words ${id}`)
    for (const [, { fingerprint }] of metas) same(known.includes(fingerprint), true, `meta of ${fingerprint}`)
    const found = new Map(known.map((fingerprint) => [fingerprint, [] as string[]]))
    for (const [[fingerprint], bytes] of blocks) {
      const block = unpackBlock(Uint8Array.from(bytes).buffer)
      const modelOf = MODELS[known.indexOf(fingerprint)]!
      block.keys.forEach((key, i) => {
        const { codes, scale } = quantize(wordVector(textOf.get(key) ?? 'no text of a catalog', modelOf))
        const codesOf = block.codes.subarray(i * block.dimensions, (i + 1) * block.dimensions)
        same([...codesOf, block.scales[i]], [...codes, scale], `the vector of ${key} is that of its text, by ${modelOf}`)
        found.get(fingerprint)!.push(key)
      })
    }
    for (const [fingerprint, keys] of found) same(new Set(keys).size, keys.length, `no vector of ${fingerprint} twice`)
    const embedded = found.get(known[model]!)!.filter((key) => hashes[catalog]!.includes(key)).length
    if (embedded > 0 && embedded < count) partial++
    if (found.get(known[model]!)!.some((key) => hashes[catalog]!.includes(draftKey(key)))) drafted++
    if (kept && !(during === 'clear' && blocks.length === 0)) {
      const before = found.get(known[kept.model]!)!
      const now = found.get(known[model]!)!
      const lost = hashes[catalog]!.filter((key) => kept?.keys.has(key) && !before.includes(key))
      // vectors of the earlier encoder go once those of this one are all there
      if (hashes[catalog]!.some((key) => !now.includes(key))) same(lost, [], 'no vector is lost')
    }
    const ids = stored.map(([, { id }]) => id)
    if (!(during === 'clear' && ids.length === 0)) {
      const must = during === 'history' ? events.slice(0, -RECORDED) : events
      same(ids.slice(0, must.length), must, 'no event is lost')
      same(ids, events.slice(0, ids.length), 'events are those recorded, once and in their order')
    }
    events = ids
  }

  const done: Kill[] = []
  const killed: Record<string, number> = {}
  let failure: string | undefined
  try {
    sell(0)
    await page.goto(server.url)
    const begun = performance.now()
    const first = await whole(page)
    const visitMs = performance.now() - begun
    same(first, await undisturbed(), 'the first visit')
    for (let run = 0; run < runs && !failure; run++) {
      const [of, during] = [any(victims), any(MOMENTS)]
      const longest = during === 'clear' || during === 'history' ? CALL_MS : visitMs
      const kill: Kill = { of, during, afterMs: Math.floor(random() * longest) }
      done.push(kill)
      try {
        await begin(kill)
        await end(kill.of)
        await page.goto(`${server.url}/store`)
        examine(kill, await page.evaluate(dump))
        await page.goto(server.url)
        same(await whole(page), await undisturbed(), 'answers of an undisturbed device')
        kept = { keys: new Set(hashes[catalog]), model }
        const name = `${kill.of}, ${kill.during}`
        killed[name] = (killed[name] ?? 0) + 1
      } catch (thrown) {
        failure = `kill ${run + 1}: ${thrown}\n${JSON.stringify(done.slice(-3))}`
      }
    }
  } finally {
    await context.close()
    await server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  return { killed, partial, drafted, failure }
}
