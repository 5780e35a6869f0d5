import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { pageScript } from '../fixtures/assets.js'
import { withProfile } from '../fixtures/profile.js'
import { shopRows } from '../fixtures/shop.js'
import { newPage as newShopPage, openSite, similar, stateWith, uncaughtErrors, visit } from '../fixtures/visit.js'
import { startServer, type TestServer } from '../serve.js'

test.setTimeout(180_000)

let server: TestServer

test.beforeAll(async () => {
  server = await startServer({
    files: {
      '/': '<!doctype html><meta charset="utf-8"><title>store</title><script src="/store-page.js"></script>',
      '/store-page.js': await pageScript('store-page'),
      // stops for good in the middle of an upgrade, after `made` stores
      '/upgrader.js': `importScripts('/store-page.js')
        onmessage = ({ data: made }) => {
          const { createObjectStore } = IDBDatabase.prototype
          IDBDatabase.prototype.createObjectStore = function (...store) {
            if (made-- > 0) return createObjectStore.apply(this, store)
            postMessage('stuck')
            for (;;);
          }
          storeRoom.openStore({ kind: 'indexeddb' })
        }`,
    },
  })
})
test.afterAll(() => server.close())

async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(server.url)
  return page
}

/** Appends a block and reads all. */
const appendAndRead = async (first: number) => {
  const store = await storeRoom.openStore({ kind: 'indexeddb' })
  await store.appendBlock('f', storeRoom.pack(first))
  const { blocks, corrupt } = await store.readBlocks('f')
  store.dispose()
  return { kind: store.kind, reason: store.reason, rows: blocks.flatMap(storeRoom.checkBlock).length, corrupt }
}

test('5: on a disk that is full the visit goes on in memory', { tag: '@long' }, async () => {
  await withProfile(async (_, directory) => {
    const { launchOptions } = test.info().project.use
    const profile = join(directory, 'small')
    await mkdir(profile)
    // a browser that has a file system of 64 MB to itself
    const browser = join(directory, 'browser.sh')
    const path = launchOptions?.executablePath ?? chromium.executablePath()
    await writeFile(
      browser,
      `#!/bin/sh\nexec unshare -rm sh -c 'mount -t tmpfs -o size=64m tmpfs "${profile}" && exec "$@"' - "${path}" "$@"\n`,
    )
    await chmod(browser, 0o755)
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions, executablePath: browser }).catch(() => undefined)
    test.skip(context === undefined, 'this system makes no file systems for a process of its own')
    const result = await (await newPage(context!)).evaluate(async () => {
      const changes: string[] = []
      const onChange = (kind: string, _: unknown, error?: { code: string }) => void changes.push(`${kind} ${error?.code}`)
      const store = await storeRoom.openStore({ kind: 'indexeddb', onChange })
      let blocks = 0
      for (; blocks < 60; blocks++) await store.appendBlock('f', storeRoom.pack(blocks * 4096, 4096, 384))
      const read = await store.readBlocks('f')
      return { changes, blocks: read.blocks.length, corrupt: read.corrupt, last: storeRoom.checkBlock(read.blocks.at(-1)!).at(-1) }
    })
    expect(result).toEqual({ changes: ['memory storage-full'], blocks: 60, corrupt: 0, last: 60 * 4096 - 1 })
    await context!.close()
  })
})

test('8, 15: data files that are lost cost the vectors in them and nothing else', { tag: '@long' }, async () => {
  await withProfile(async (launch, directory) => {
    const writing = await launch()
    await (await newPage(writing)).evaluate(async () => {
      const store = await storeRoom.openStore({ kind: 'indexeddb' })
      for (let n = 0; n < 150; n++) await store.appendBlock('f', storeRoom.pack(100_000 + n * 100, 100, 384))
      await store.writeMeta('builtin', { fingerprint: 'f', dimensions: 384, dtype: 'q8' })
    })
    await writing.close()
    const folder = join(directory, 'Default', 'IndexedDB')
    const lost = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ldb'))
    expect(lost.length).toBeGreaterThan(0)
    for (const name of lost) await rm(join(folder, name))
    for (const visit of [1, 2]) {
      const reading = await launch()
      const page = await newPage(reading)
      const { kind, rows, corrupt } = await page.evaluate(appendAndRead, visit * 32)
      expect({ kind, corrupt }).toEqual({ kind: 'indexeddb', corrupt: 0 })
      expect(rows % 100, 'the new blocks are there').toBe(32 * visit)
      await reading.close()
    }
  })
})

test('8, 22: a browser that forgets when it closes begins anew each time', async () => {
  await withProfile(async (launch, directory) => {
    await mkdir(join(directory, 'Default'))
    const sessionOnly = { profile: { default_content_setting_values: { cookies: 4 } } }
    await writeFile(join(directory, 'Default', 'Preferences'), JSON.stringify(sessionOnly))
    for (let time = 0; time < 2; time++) {
      const context = await launch()
      const page = await newPage(context)
      expect(await page.evaluate(appendAndRead, 0)).toEqual({ kind: 'indexeddb', reason: undefined, rows: 32, corrupt: 0 })
      await context.close()
    }
  })
})

test('8: vectors that are gone while the history stays are made again, and the state says so once', async ({ context }) => {
  const rows = shopRows(8)
  const site = await openSite(rows)
  const options = { history: 'persist' } as const
  const first = await visit(context, site, options)
  const whole = { phase: 'ready', storage: 'indexeddb', items: { embedded: 8 } }
  expect((await stateWith(first, whole)).storageReason).toBeUndefined()
  await first.evaluate((id) => window.recommender.record({ type: 'view', id }), rows[0]!.id)
  await first.evaluate(() => window.recommender.forYou())
  await first.close()
  const other = await context.newPage()
  await other.goto(`${site.server.url}/catalog.json`)
  await other.evaluate(() => new Promise((resolve) => (indexedDB.deleteDatabase('pagekin').onsuccess = resolve)))

  for (const reason of [expect.stringContaining('are gone'), undefined]) {
    const page = await visit(context, site, options)
    const { storageReason, items } = await stateWith(page, whole)
    expect({ storageReason, made: items.embeddedThisVisit }).toEqual({ storageReason: reason, made: reason ? 8 : 0 })
    const recent = await page.evaluate(async () => (await window.recommender.list('recent')).map(({ item }) => item.id))
    expect(recent).toEqual([rows[0]!.id])
    await page.close()
  }
  await site.server.close()
})

test('9: a store that is emptied is made again, and shelves are as they were', { tag: '@long' }, async ({ context }) => {
  const rows = shopRows(8)
  const site = await openSite(rows)
  const whole = { phase: 'ready', storage: 'indexeddb', items: { embedded: 8 } }
  const first = await visit(context, site)
  await stateWith(first, whole)
  const shelf = await similar(first, rows[0]!.id)
  await first.close()
  for (const name of ['metas', 'blocks', 'catalogs', 'neighbourStamps', 'neighbours', 'neighbourCards']) {
    const blank = await newShopPage(context, site)
    const emptied = await blank.evaluate(async (store) => {
      const database = await new Promise<IDBDatabase>((opened) => {
        const request = indexedDB.open('pagekin')
        request.onsuccess = () => opened(request.result)
      })
      const transaction = database.transaction(store, 'readwrite')
      transaction.objectStore(store).clear()
      await new Promise((done) => {
        transaction.oncomplete = done
      })
      database.close()
      return true
    }, name)
    expect(emptied).toBe(true)
    await blank.close()
    const page = await visit(context, site)
    await stateWith(page, whole)
    expect(await similar(page, rows[0]!.id)).toEqual(shelf)
    expect(uncaughtErrors(page)).toEqual([])
    await page.close()
  }
  await site.server.close()
})

test('21: tidying that fails halfway is no error of the visit', async ({ context }) => {
  const site = await openSite(shopRows(8))
  site.files['/tidied'] = ''
  site.files['/kin/worker.js'] = `{
    const { getAll } = IDBObjectStore.prototype
    IDBObjectStore.prototype.getAll = function (...range) {
      if (this.name !== 'catalogs') return getAll.apply(this, range)
      setTimeout(() => fetch(new URL('/tidied', location.origin)), 100)
      throw new DOMException('of the test', 'UnknownError')
    }
  }${site.files['/kin/worker.js']}`
  const page = await visit(context, site)
  await expect.poll(() => site.server.requests.some(({ path }) => path === '/tidied'), { timeout: 60_000 }).toBe(true)
  const { error } = await stateWith(page, { phase: 'ready', storage: 'indexeddb', items: { embedded: 8 } })
  expect(error).toBeUndefined()
  expect(uncaughtErrors(page)).toEqual([])
  await site.server.close()
})

/** A database of the version before, with three blocks. */
const makeFirstVersion = () =>
  new Promise<void>((made) => {
    const request = indexedDB.open('pagekin', 1)
    request.onupgradeneeded = () => {
      for (const name of ['catalogs', 'metas', 'blocks']) request.result.createObjectStore(name)
      for (const n of [0, 1, 2]) request.transaction!.objectStore('blocks').put(storeRoom.pack(n * 32), ['f', n])
    }
    request.onsuccess = () => {
      request.result.close()
      made()
    }
  })
const versionNow = async () => (await indexedDB.databases()).find(({ name }) => name === 'pagekin')?.version

test('125: vectors of a database of the first version are kept', async ({ context }) => {
  const page = await newPage(context)
  await page.evaluate(makeFirstVersion)
  expect(await page.evaluate(appendAndRead, 96)).toEqual({ kind: 'indexeddb', reason: undefined, rows: 128, corrupt: 0 })
  expect(await page.evaluate(versionNow)).toBe(2)
})

test('126: an upgrade that dies halfway leaves the database as it was, and the next visit upgrades it', async ({ context }) => {
  const page = await newPage(context)
  for (const made of [0, 1, 2]) {
    await page.evaluate(makeFirstVersion)
    await page.evaluate(async (count) => {
      const worker = new Worker('/upgrader.js')
      const stuck = new Promise((heard) => {
        worker.onmessage = heard
      })
      worker.postMessage(count)
      await stuck
      worker.terminate()
    }, made)
    expect(await page.evaluate(appendAndRead, 96)).toEqual({ kind: 'indexeddb', reason: undefined, rows: 128, corrupt: 0 })
    await page.evaluate(() => new Promise((done) => Object.assign(indexedDB.deleteDatabase('pagekin'), { onsuccess: done })))
  }
})

test('127: an upgrade that fails costs this visit, and the next one has the vectors', async ({ context }) => {
  const page = await newPage(context)
  const uncaught: string[] = []
  page.on('pageerror', ({ message }) => uncaught.push(message))
  await page.evaluate(makeFirstVersion)
  await page.evaluate(() => {
    IDBDatabase.prototype.createObjectStore = () => {
      throw new DOMException('of the test', 'ConstraintError')
    }
  })
  expect(await page.evaluate(appendAndRead, 96)).toMatchObject({ kind: 'memory', rows: 32 })
  expect(await page.evaluate(versionNow)).toBe(1)
  await page.reload()
  expect(await page.evaluate(appendAndRead, 96)).toMatchObject({ kind: 'indexeddb', rows: 128 })
  expect(uncaught).toEqual([])
})
