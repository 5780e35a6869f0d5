import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { pageScript } from './fixtures/assets.js'
import { withProfile } from './fixtures/profile.js'
import { startServer, type TestServer } from './serve.js'

/** Appends blocks of 32 rows from `first` on, compacting now and then, and says so after each; until it is terminated. */
const WRITER = `
importScripts('/store-page.js')
onmessage = async ({ data: first }) => {
  const store = await storeRoom.openStore({ kind: 'indexeddb' })
  const keep = storeRoom.keys(100000)
  for (let n = 0; ; n++) {
    await store.appendBlock('kill', storeRoom.pack(first + 32 * n))
    postMessage(first + 32 * n)
    if (n % 3 === 2) await store.compact('kill', keep)
  }
}
`

let server: TestServer

test.beforeAll(async () => {
  const page = '<!doctype html><meta charset="utf-8"><title>store</title><script src="/store-page.js"></script>'
  server = await startServer({
    files: {
      '/': page,
      '/sandboxed': page,
      '/store-page.js': await pageScript('store-page'),
      '/writer.js': WRITER,
    },
    headers: (path) => ({
      ...(path === '/sandboxed' ? { 'content-security-policy': 'sandbox allow-scripts', 'content-type': 'text/html' } : {}),
    }),
  })
})

test.afterAll(() => server.close())

async function newPage(context: BrowserContext, path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(server.url + path)
  return page
}

const appendAndRead = async () => {
  const store = await storeRoom.openStore({ kind: 'indexeddb' })
  await store.appendBlock('f', storeRoom.pack(0))
  const { blocks, corrupt } = await store.readBlocks('f')
  return { kind: store.kind, reason: store.reason, rows: blocks.flatMap(storeRoom.checkBlock).length, corrupt }
}

test('what one visit wrote the next one reads', async ({ context }) => {
  const first = await newPage(context)
  await first.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    const item = { id: '1', title: 'Kettle', price: { value: 20, currency: 'EUR' }, tags: ['steel'] }
    await store.writeCatalog('/catalog.json', { items: [item], hashes: ['ab'], etag: '"x"', storedAt: 5 })
    await store.writeMeta('builtin', { fingerprint: 'f', dimensions: 8, dtype: 'q8' })
    await store.appendBlock('f', storeRoom.pack(0))
    await store.appendBlock('f', storeRoom.pack(32))
    await store.appendBlock('old', storeRoom.pack(64))
  })
  await first.close()
  const second = await newPage(context)
  const read = await second.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    const before = await store.readBlocks('f')
    await store.compact('f', new Set(before.blocks.flatMap(({ keys }) => keys.slice(0, 10))))
    await store.evictOthers('f')
    const after = await store.readBlocks('f')
    return {
      kind: store.kind,
      reason: store.reason,
      catalog: await store.readCatalog('/catalog.json'),
      otherCatalog: await store.readCatalog('/other.json'),
      meta: await store.readMeta('builtin'),
      before: before.blocks.map(storeRoom.checkBlock),
      after: after.blocks.map(storeRoom.checkBlock),
      old: (await store.readBlocks('old')).blocks.length,
    }
  })
  const numbers = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i)
  expect(read).toEqual({
    kind: 'indexeddb',
    reason: undefined,
    catalog: {
      items: [{ id: '1', title: 'Kettle', price: { value: 20, currency: 'EUR' }, tags: ['steel'] }],
      hashes: ['ab'],
      etag: '"x"',
      storedAt: 5,
    },
    otherCatalog: undefined,
    meta: { fingerprint: 'f', dimensions: 8, dtype: 'q8' },
    before: [numbers(0, 32), numbers(32, 32)],
    after: [[...numbers(0, 10), ...numbers(32, 10)]],
    old: 0,
  })
})

test('a worker terminated at a random moment, 50 times, loses no block that it was told is kept', { tag: '@long' }, async () => {
  await withProfile(async (launch) => {
    const context = await launch()
    const page = await newPage(context)
    const result = await page.evaluate(async () => {
      const acknowledged: number[] = []
      for (let kill = 0; kill < 50; kill++) {
        const worker = new Worker('/writer.js')
        await new Promise<void>((killed) => {
          worker.onmessage = ({ data }) => {
            acknowledged.push(data)
            // the moment is counted from the first block, so that every kill meets a worker that writes
            worker.onmessage = ({ data: next }) => acknowledged.push(next)
            setTimeout(() => {
              worker.onmessage = null
              worker.terminate()
              killed()
            }, Math.random() * 60)
          }
          worker.postMessage(kill * 1_000_000)
        })
      }
      const store = await storeRoom.openStore({ kind: 'indexeddb' })
      const { blocks, corrupt } = await store.readBlocks('kill')
      const stored = new Set(blocks.flatMap(storeRoom.checkBlock))
      const rows = acknowledged.flatMap((first) => Array.from({ length: 32 }, (_, row) => first + row))
      // a block that was written and not acknowledged is there whole or not at all
      const partial = [...stored].filter((row) => !stored.has(row - (row % 32))).length + (stored.size % 32)
      return { acknowledged: acknowledged.length, lost: rows.filter((row) => !stored.has(row)).length, partial, corrupt }
    })
    expect(result).toEqual({ acknowledged: expect.any(Number), lost: 0, partial: 0, corrupt: 0 })
    expect(result.acknowledged).toBeGreaterThan(100)
    await context.close()
  })
})

test('over quota the visit goes on in memory and says why', async ({ context, browser }) => {
  const page = await newPage(context)
  const session = await context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1000 })
  const result = await page.evaluate(async () => {
    const changes: string[] = []
    const store = await storeRoom.openStore({
      kind: 'indexeddb',
      onChange: (kind, _reason, error) => changes.push(`${kind} ${error?.code}`),
    })
    const writes = [0, 32, 64].map((first) => store.appendBlock('f', storeRoom.pack(first, 32, 384)))
    const settled = (await Promise.allSettled(writes)).map(({ status }) => status)
    await store.writeMeta('builtin', { fingerprint: 'f', dimensions: 384, dtype: 'q8' })
    const rows = (await store.readBlocks('f')).blocks.flatMap(storeRoom.checkBlock).length
    await store.compact('f', storeRoom.keys(100_000))
    return { settled, rows, changes, kind: store.kind, reason: store.reason, meta: await store.readMeta('builtin') }
  })
  expect(browser.isConnected()).toBe(true)
  expect(result).toEqual({
    settled: ['fulfilled', 'fulfilled', 'fulfilled'],
    rows: 96,
    changes: ['memory storage-full'],
    kind: 'memory',
    reason: 'IndexedDB: the browser refuses to store more for this site.',
    meta: { fingerprint: 'f', dimensions: 384, dtype: 'q8' },
  })
})

test('when there is room again, what was kept in memory is stored', async ({ context }) => {
  const page = await newPage(context)
  await page.clock.install()
  const session = await context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1000 })
  await page.evaluate(async () => {
    const changes: string[] = []
    const store = await storeRoom.openStore({ kind: 'indexeddb', onChange: (kind, reason) => changes.push(`${kind} ${reason}`) })
    const history = storeRoom.openHistory({ persist: true })
    Object.assign(globalThis, { changes, store, visits: history })
    for (const first of [0, 32]) await store.appendBlock('f', storeRoom.pack(first, 32, 384))
    await store.writeMeta('builtin', { fingerprint: 'f', dimensions: 384, dtype: 'q8' })
    await store.writeCatalog('/catalog.json', { items: [{ id: '1', title: 'Kettle' }], hashes: ['ab'], storedAt: 5 })
    await history.append({ type: 'view', id: 'a', at: Date.now() + 1 })
    await history.append({ type: 'dismiss', id: 'b', at: Date.now() + 2 })
  })
  const full = 'memory IndexedDB: the browser refuses to store more for this site.'
  const changes = () => page.evaluate(() => (globalThis as unknown as { changes: string[] }).changes)
  expect(await changes()).toEqual([full])
  await page.clock.runFor(120_000)
  expect(await changes()).toEqual([full])

  await session.send('Storage.overrideQuotaForOrigin', { origin: server.url })
  await page.clock.runFor(120_000)
  await expect.poll(changes).toEqual([full, 'indexeddb undefined'])
  await page.evaluate(async () => {
    const { visits } = globalThis as unknown as { visits: ReturnType<typeof storeRoom.openHistory> }
    await visits.append({ type: 'view', id: 'c', at: Date.now() + 3 })
  })
  const next = await newPage(context)
  const read = await next.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    const history = storeRoom.openHistory({ persist: true })
    const { meta, blocks } = (await store.readVectors('builtin'))!
    return {
      meta,
      rows: blocks.flatMap(storeRoom.checkBlock).length,
      catalog: (await store.readCatalog('/catalog.json'))?.items,
      history: (await history.read()).map(({ type, id }) => `${type} ${id}`),
    }
  })
  expect(read).toEqual({
    meta: { fingerprint: 'f', dimensions: 384, dtype: 'q8' },
    rows: 64,
    catalog: [{ id: '1', title: 'Kettle' }],
    history: ['view a', 'dismiss b', 'view c'],
  })
})

test('over quota the vectors of another fingerprint make room first', { tag: '@long' }, async () => {
  await withProfile(async (launch) => {
    const writing = await launch()
    await (await newPage(writing)).evaluate(async () => {
      const store = await storeRoom.openStore({ kind: 'indexeddb' })
      for (let n = 0; n < 4; n++) await store.appendBlock('old', storeRoom.pack(n * 4096, 4096, 384))
      await store.appendBlock('new', storeRoom.pack(0, 10, 384))
    })
    await writing.close()
    const reading = await launch()
    const page = await newPage(reading)
    const session = await reading.newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 7_500_000 })
    const result = await page.evaluate(async () => {
      const store = await storeRoom.openStore({ kind: 'indexeddb' })
      const before = (await store.readBlocks('old')).blocks.length
      await store.appendBlock('new', storeRoom.pack(10, 4096, 384))
      const blocks = async (fingerprint: string) => (await store.readBlocks(fingerprint)).blocks.length
      return { before, kind: store.kind, old: await blocks('old'), new: await blocks('new') }
    })
    expect(result).toEqual({ before: 4, kind: 'indexeddb', old: 0, new: 2 })
    await reading.close()
  })
})

test('where storage is denied everything works in memory', async ({ context, page }) => {
  const denied = { kind: 'memory', reason: expect.stringContaining('does not let this page store'), rows: 32, corrupt: 0 }

  // an opaque origin: IndexedDB throws at once
  const sandboxed = await newPage(context, '/sandboxed')
  expect(await sandboxed.evaluate(appendAndRead)).toEqual(denied)
  expect(
    await sandboxed.evaluate(async () => {
      const history = storeRoom.openHistory({ persist: true })
      await history.append({ type: 'view', id: 'a', at: 1 })
      await history.clear()
      await history.append({ type: 'view', id: 'b', at: 2 })
      const lock = await storeRoom.withLock('embed', {}, async () => 'ran')
      return { kind: history.kind, events: await history.read(), lock }
    }),
  ).toEqual({ kind: 'memory', events: [{ type: 'view', id: 'b', at: 2 }], lock: 'ran' })

  // IndexedDB missing altogether
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }))
  await page.goto(server.url)
  expect(await page.evaluate(appendAndRead)).toEqual(denied)
})

test('in a cross-site frame, where IndexedDB fails late and like a damaged database, everything works in memory', { tag: '@long' }, async ({
  context,
}) => {
  const page = await newPage(context)
  await page.evaluate(
    (address) => {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
    },
    server.url.replace('127.0.0.1', 'localhost'),
  )
  await expect.poll(() => page.frames().length).toBe(2)
  const frame = page.frames()[1]!
  await frame.waitForFunction(() => 'storeRoom' in globalThis)
  expect(await frame.evaluate(appendAndRead)).toMatchObject({ kind: 'memory', rows: 32 })
})

test('an upgrade that another tab blocks ends in time, and its late success is not adopted', { tag: '@long' }, async ({ context }) => {
  const old = await newPage(context)
  await old.evaluate(
    () =>
      new Promise<void>((opened) => {
        const request = indexedDB.open('upgraded', 1)
        request.onupgradeneeded = () => request.result.createObjectStore('rows')
        request.onsuccess = () => {
          // kept, and deaf to `versionchange`
          Object.assign(globalThis, { held: request.result })
          opened()
        }
      }),
  )
  const page = await newPage(context)
  const outcome = await page.evaluate(async () => {
    const connection = new storeRoom.Connection({ name: 'upgraded', versions: [{ rows: {} }, { more: {} }] })
    return connection.open().then(
      () => 'opened',
      (error) => error.code,
    )
  })
  expect(outcome).toBe('timeout')
  await old.close()
  const deleted = await page.evaluate(
    () =>
      new Promise<string>((settled) => {
        const request = indexedDB.deleteDatabase('upgraded')
        request.onblocked = () => settled('blocked')
        request.onsuccess = () => settled('deleted')
      }),
  )
  expect(deleted).toBe('deleted')
})

test('clear that another tab blocks says so in time, and the visit goes on in memory', { tag: '@long' }, async ({ context }) => {
  const deaf = await newPage(context)
  await deaf.evaluate(appendAndRead)
  await deaf.evaluate(
    () =>
      new Promise<void>((opened) => {
        const request = indexedDB.open('pagekin')
        request.onsuccess = () => {
          Object.assign(globalThis, { held: request.result })
          opened()
        }
      }),
  )
  const page = await newPage(context)
  const result = await page.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    const before = store.kind
    const cleared = await store.clear().then(
      () => 'cleared',
      (error) => error.code,
    )
    await store.appendBlock('f', storeRoom.pack(0))
    return { before, cleared, after: store.kind, reason: store.reason, blocks: (await store.readBlocks('f')).blocks.length }
  })
  expect(result).toEqual({
    before: 'indexeddb',
    cleared: 'storage-blocked',
    after: 'memory',
    reason: 'IndexedDB: no answer in time; another tab may hold the database.',
    blocks: 1,
  })
})

test('a database of our name that something else made is neither upgraded, written nor deleted', { tag: '@long' }, async ({ context }) => {
  const foreign: readonly (readonly [version: number, stores: Readonly<Record<string, IDBObjectStoreParameters>>])[] = [
    [1, { invoices: {} }],
    [1, { neighbours: {} }],
    [1, { catalogs: {}, metas: {}, blocks: {}, invoices: {} }],
    [2, { catalogs: {}, metas: {}, blocks: {}, neighbourStamps: {}, neighbours: {}, neighbourCards: {}, invoices: {} }],
    [2, { catalogs: {}, metas: {}, blocks: { keyPath: 'id' }, neighbourStamps: {}, neighbours: {}, neighbourCards: {} }],
    [9, { invoices: {} }],
  ]
  for (const [version, stores] of foreign) {
    const page = await newPage(context)
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    const look = ([name, at, made]: readonly [string, number | undefined, typeof stores | undefined]) =>
      new Promise<readonly [number, string[]]>((opened, failed) => {
        const request = indexedDB.open(name, at)
        request.onupgradeneeded = () => {
          for (const [store, options] of Object.entries(made!)) request.result.createObjectStore(store, options)
        }
        request.onsuccess = () => {
          opened([request.result.version, [...request.result.objectStoreNames]])
          request.result.close()
        }
        request.onerror = () => failed(request.error)
      })
    for (const name of ['pagekin', 'pagekin-history']) await page.evaluate(look, [name, version, stores] as const)
    expect(await page.evaluate(appendAndRead)).toMatchObject({ kind: 'memory', rows: 32 })
    const history = await page.evaluate(async () => {
      const store = await storeRoom.openStore({ kind: 'indexeddb' })
      await store.clear()
      await (await storeRoom.openStore({ kind: 'memory' })).clear()
      const events = storeRoom.openHistory({ persist: true })
      await events.append({ type: 'view', id: 'a', at: 1 })
      const kept = await events.read()
      await events.clear()
      await storeRoom.openHistory({ persist: false }).clear()
      return { kind: events.kind, kept: kept.length, left: (await events.read()).length }
    })
    expect(history).toEqual({ kind: 'memory', kept: 1, left: 0 })
    for (const name of ['pagekin', 'pagekin-history']) {
      expect(await page.evaluate(look, [name, undefined, undefined] as const)).toEqual([version, Object.keys(stores).sort()])
      await page.evaluate((own) => void indexedDB.deleteDatabase(own), name)
    }
    expect(errors).toEqual([])
    await page.close()
  }
})

test('a browser that cannot make a store costs the next visit, not this one', { tag: '@long' }, async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto(server.url)
  await page.evaluate(() => {
    IDBDatabase.prototype.createObjectStore = () => {
      throw new DOMException('no', 'ConstraintError')
    }
  })
  expect(await page.evaluate(appendAndRead)).toMatchObject({ kind: 'memory', reason: expect.stringContaining('ConstraintError'), rows: 32 })
  expect(errors).toEqual([])
})

test('a transaction that another tab never ends costs the opening a few seconds, and the visit goes on in memory', {
  tag: '@long',
}, async ({ context }) => {
  const stuck = await newPage(context)
  await stuck.evaluate(appendAndRead)
  await stuck.evaluate(
    () =>
      new Promise<void>((held) => {
        const request = indexedDB.open('pagekin')
        request.onsuccess = () => {
          const store = request.result.transaction('metas', 'readwrite').objectStore('metas')
          const again = () => {
            store.get('x').onsuccess = again
          }
          again()
          held()
        }
      }),
  )
  const page = await newPage(context)
  const opened = await page.evaluate(async () => {
    const begun = performance.now()
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    const meta = await store.readMeta('builtin')
    return { kind: store.kind, meta, inTime: performance.now() - begun < 10_000 }
  })
  expect(opened).toEqual({ kind: 'memory', meta: undefined, inTime: true })
})

test('a database of a newer version is left alone', async ({ page }) => {
  await page.goto(server.url)
  const openNewer = () =>
    new Promise<string[]>((opened, failed) => {
      const request = indexedDB.open('pagekin', 99)
      request.onupgradeneeded = () => request.result.createObjectStore('future')
      request.onsuccess = () => {
        opened([...request.result.objectStoreNames])
        request.result.close()
      }
      request.onerror = () => failed(request.error)
    })
  await page.evaluate(openNewer)
  const result = await page.evaluate(appendAndRead)
  expect(result).toMatchObject({ kind: 'memory', reason: expect.stringContaining('newer version'), rows: 32 })
  expect(await page.evaluate(openNewer)).toEqual(['future'])
})

test('two tabs that append at once lose nothing, and hear of each other', async ({ context }) => {
  const tabs = await Promise.all([newPage(context), newPage(context)])
  const heard = await Promise.all(
    tabs.map((tab, index) =>
      tab.evaluate(async (tabIndex) => {
        const store = await storeRoom.openStore({ kind: 'indexeddb' })
        const told = new Promise<string>((tell) => store.onVectorsChanged(() => tell('told')))
        for (let n = 0; n < 100; n++) await store.appendBlock('f', storeRoom.pack(tabIndex * 1_000_000 + n * 32))
        return told
      }, index),
    ),
  )
  expect(heard).toEqual(['told', 'told'])
  const rows = await tabs[0]!.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    return new Set((await store.readBlocks('f')).blocks.flatMap(storeRoom.checkBlock)).size
  })
  expect(rows).toBe(2 * 100 * 32)
})

test('clear deletes the database under a second tab too, and both work on', async ({ context }) => {
  const [page, other] = await Promise.all([newPage(context), newPage(context)])
  const prepare = async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    await store.appendBlock('f', storeRoom.pack(0))
    Object.assign(globalThis, { store })
  }
  await page.evaluate(prepare)
  await other.evaluate(prepare)
  const names = await page.evaluate(async () => {
    const { store } = globalThis as unknown as { store: Awaited<ReturnType<typeof storeRoom.openStore>> }
    await store.clear()
    return (await indexedDB.databases()).map(({ name }) => name)
  })
  expect(names).toEqual([])
  const workOn = async () => {
    const { store } = globalThis as unknown as { store: Awaited<ReturnType<typeof storeRoom.openStore>> }
    await store.appendBlock('f', storeRoom.pack(32))
    return { kind: store.kind, rows: (await store.readBlocks('f')).blocks.flatMap(storeRoom.checkBlock).length }
  }
  expect(await other.evaluate(workOn)).toEqual({ kind: 'indexeddb', rows: 32 })
  expect(await page.evaluate(workOn)).toEqual({ kind: 'indexeddb', rows: 64 })
})

test('damaged and foreign records are dropped and counted, the others served', async ({ page }) => {
  await page.goto(server.url)
  const result = await page.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    for (const first of [0, 32, 64]) await store.appendBlock('f', storeRoom.pack(first))
    const database = await new Promise<IDBDatabase>((opened) => {
      const request = indexedDB.open('pagekin')
      request.onsuccess = () => opened(request.result)
    })
    const transaction = database.transaction(['blocks', 'catalogs', 'metas'], 'readwrite')
    const flipped = storeRoom.pack(32)
    new Uint8Array(flipped)[200]! ^= 4
    transaction.objectStore('blocks').put(flipped, ['f', 1])
    transaction.objectStore('blocks').put(storeRoom.pack(0).slice(0, 100), ['f', 7])
    transaction.objectStore('blocks').put({ not: 'a block' }, ['f', 8])
    transaction.objectStore('catalogs').put({ items: 'many' }, '/catalog.json')
    transaction.objectStore('metas').put(null, 'builtin')
    await new Promise((done) => {
      transaction.oncomplete = done
    })
    database.close()
    const first = await store.readBlocks('f')
    const second = await store.readBlocks('f')
    return {
      rows: first.blocks.flatMap(storeRoom.checkBlock).length,
      corrupt: [first.corrupt, second.corrupt],
      catalog: await store.readCatalog('/catalog.json'),
      meta: await store.readMeta('builtin'),
    }
  })
  expect(result).toEqual({ rows: 64, corrupt: [3, 0], catalog: undefined, meta: undefined })
})

test('a database that the browser closes, 100 times, is opened again', { tag: '@long' }, async ({ context }) => {
  const page = await newPage(context)
  const session = await context.newCDPSession(page)
  await page.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    await store.appendBlock('f', storeRoom.pack(0))
    Object.assign(globalThis, { store })
  })
  for (let time = 1; time <= 100; time++) {
    await session.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' })
    const result = await page.evaluate(async (first) => {
      const { store } = globalThis as unknown as { store: Awaited<ReturnType<typeof storeRoom.openStore>> }
      await store.appendBlock('f', storeRoom.pack(first))
      return { kind: store.kind, reason: store.reason, rows: (await store.readBlocks('f')).blocks.flatMap(storeRoom.checkBlock) }
    }, time * 32)
    expect(result).toEqual({ kind: 'indexeddb', reason: undefined, rows: Array.from({ length: 32 }, (_, row) => time * 32 + row) })
  }
})

test('after suspend the next call opens the database again, and resume tells the listeners', async ({ page }) => {
  await page.goto(server.url)
  const result = await page.evaluate(async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    const told = new Promise<string>((tell) => store.onVectorsChanged(() => tell('told')))
    await store.appendBlock('f', storeRoom.pack(0))
    store.suspend()
    store.resume()
    const rows = (await store.readBlocks('f')).blocks.flatMap(storeRoom.checkBlock).length
    const heard = await told
    store.dispose()
    const late = await store.readBlocks('f').catch((error) => error.code)
    return { rows, heard, late }
  })
  expect(result).toEqual({ rows: 32, heard: 'told', late: 'aborted' })
})

test('a database that cannot be opened is tried again, then deleted once and made anew, or left for this visit', { tag: '@long' }, async ({
  context,
}) => {
  // Chromium heals most damage by itself; this is the damage that it reports
  const failToOpen = (times: number) => {
    const { open, deleteDatabase } = IDBFactory.prototype
    const deleted: string[] = []
    let failures = times
    Object.assign(globalThis, { deleted })
    IDBFactory.prototype.open = function (name, version) {
      if (failures-- <= 0) return open.call(this, name, version)
      const request = open.call(this, 'decoy', 1)
      Object.defineProperty(request, 'error', { value: new DOMException('Internal error opening database', 'UnknownError') })
      queueMicrotask(() => request.dispatchEvent(new Event('error')))
      return request
    }
    IDBFactory.prototype.deleteDatabase = function (name) {
      deleted.push(name)
      return deleteDatabase.call(this, name)
    }
  }
  const deletions = () => (globalThis as unknown as { deleted: string[] }).deleted
  for (const [times, kind, rows, deleted] of [
    [0, 'indexeddb', 32, []],
    [2, 'indexeddb', 64, []],
    [3, 'indexeddb', 32, ['pagekin']],
    [1000, 'memory', 32, ['pagekin']],
  ] as const) {
    const page = await newPage(context)
    await page.evaluate(failToOpen, times)
    expect(await page.evaluate(appendAndRead)).toMatchObject({ kind, rows })
    expect(await page.evaluate(deletions)).toEqual(deleted)
    await page.close()
  }
})

test('damage on the disk, in any place, costs the vectors and nothing else', { tag: '@long' }, async () => {
  for (const [file, damage, kind] of [
    [/\.ldb$/, (bytes: Buffer) => bytes.subarray(0, 200), 'indexeddb'],
    [/\.ldb$/, (bytes: Buffer) => bytes.subarray(bytes.length / 2, bytes.length / 2 + 200), 'indexeddb'],
    // the name of the manifest but for its line end: Chromium then neither opens nor deletes the database, for ever
    [/CURRENT$/, (bytes: Buffer) => bytes.subarray(0, -1), 'memory'],
  ] as const) {
    await withProfile(async (launch, directory) => {
      const writing = await launch()
      await (await newPage(writing)).evaluate(async () => {
        const store = await storeRoom.openStore({ kind: 'indexeddb' })
        for (let n = 0; n < 150; n++) await store.appendBlock('f', storeRoom.pack(n * 100, 100, 384))
      })
      await writing.close()
      await damageFiles(join(directory, 'Default', 'IndexedDB'), file, damage)
      const reading = await launch()
      const page = await newPage(reading)
      await page.evaluate(async () => {
        // what is left of it; where Chromium meets the damage only now, it makes the database anew
        const store = await storeRoom.openStore({ kind: 'indexeddb' })
        const { blocks } = await store.readBlocks('f')
        blocks.forEach(storeRoom.checkBlock)
        store.dispose()
      })
      expect(await page.evaluate(appendAndRead)).toMatchObject({ kind, rows: 32, corrupt: 0 })
      await reading.close()
    })
  }
})

/** Flips every bit of a part of each file with such a name. */
async function damageFiles(directory: string, file: RegExp, part: (bytes: Buffer) => Buffer): Promise<void> {
  const names = (await readdir(directory, { recursive: true })).filter((name) => file.test(name))
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const bytes = await readFile(join(directory, name))
    const damaged = part(bytes)
    damaged.forEach((byte, i) => {
      damaged[i] = byte ^ 0xff
    })
    await writeFile(join(directory, name), bytes)
  }
}

test('history is kept on the device, by two tabs at once, within its bounds', async ({ context }) => {
  const tabs = await Promise.all([newPage(context), newPage(context)])
  await Promise.all(
    tabs.map((tab, index) =>
      tab.evaluate(async (tabIndex) => {
        const history = storeRoom.openHistory({ persist: true })
        const now = Date.now()
        for (let n = 0; n < 200; n++) await history.append({ type: 'view', id: `${tabIndex}-${n}`, at: now + n })
        await history.append({ type: 'dismiss', id: `${tabIndex}-0`, at: now - 10_000 })
      }, index),
    ),
  )
  const page = await newPage(context)
  const read = async () => {
    const history = storeRoom.openHistory({ persist: true })
    const events = await history.read()
    return { kind: history.kind, views: events.filter(({ type }) => type === 'view').length, ids: events.slice(0, 2).map(({ id }) => id) }
  }
  const both = await page.evaluate(read)
  expect({ ...both, ids: both.ids.sort() }).toEqual({ kind: 'indexeddb', views: 400, ids: ['0-0', '1-0'] })

  const bounded = await page.evaluate(async () => {
    const history = storeRoom.openHistory({ persist: true })
    for (let n = 0; n < 700; n++) await history.append({ type: 'click', id: `late-${n}`, at: Date.now() + 1000 + n })
    const events = await history.read()
    return { dismissals: events.filter(({ type }) => type === 'dismiss').length, events: events.length, last: events.at(-1)!.id }
  })
  expect(bounded).toEqual({ dismissals: 2, events: 1002, last: 'late-699' })

  const cleared = await page.evaluate(async () => {
    const history = storeRoom.openHistory({ persist: false })
    await history.clear()
    return (await indexedDB.databases()).map(({ name }) => name)
  })
  expect(cleared).toEqual([])
})

test('a history on the device expires: what is older than 180 days, or dated as far ahead, is deleted when it is next read', async ({
  context,
}) => {
  const page = await newPage(context)
  const left = await page.evaluate(async () => {
    const days = (count: number) => Date.now() + count * 86_400_000
    const history = storeRoom.openHistory({ persist: true })
    for (const [id, day] of [
      ['old', -181],
      ['last', -179],
      ['ahead', 181],
      ['new', 0],
    ] as const) {
      await history.append({ type: 'view', id, at: days(day) })
      await history.append({ type: 'dismiss', id, at: days(day) })
    }
    const read = (await history.read()).map(({ id }) => id)
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('pagekin-history')
      opening.onsuccess = () => resolve(opening.result)
    })
    const stored = await Promise.all(
      ['events', 'dismissals'].map(
        (name) =>
          new Promise<string[]>((resolve) => {
            const reading = database.transaction(name).objectStore(name).getAll()
            reading.onsuccess = () => resolve(reading.result.map(({ id }) => id))
          }),
      ),
    )
    database.close()
    return { read, stored: stored.map((names) => names.sort()) }
  })
  expect(left).toEqual({
    read: ['last', 'last', 'new', 'new'],
    stored: [
      ['last', 'new'],
      ['last', 'new'],
    ],
  })
})

test('a lock is held by one tab, and given on when that tab closes', async ({ context }) => {
  const [holder, waiter] = await Promise.all([newPage(context), newPage(context)])
  await holder.evaluate(
    () =>
      new Promise<void>((held) => {
        storeRoom.withLock('embed', {}, () => {
          held()
          return new Promise(() => {})
        })
      }),
  )
  const tried = await waiter.evaluate(async () => {
    const signal = AbortSignal.timeout(100)
    return [
      await storeRoom.withLock('embed', { ifAvailable: true }, async () => 'ran'),
      await storeRoom.withLock('embed', { signal }, async () => 'ran').catch((error) => error.code),
    ]
  })
  expect(tried).toEqual([undefined, 'aborted'])
  const waiting = waiter.evaluate(() => storeRoom.withLock('embed', {}, async () => 'ran'))
  await holder.close()
  expect(await waiting).toBe('ran')
})

/** Holds the lock for good, and notes in `lost` when another tab has taken it over. */
const hold = () =>
  new Promise<void>((held) => {
    Object.assign(globalThis, { lost: false })
    const onLost = () => Object.assign(globalThis, { lost: true })
    void storeRoom.withLock('embed', { onLost }, () => {
      held()
      return new Promise(() => {})
    })
  })
const isLost = () => (globalThis as unknown as { lost: boolean }).lost
const wait = () => {
  Object.assign(globalThis, { got: false })
  void storeRoom.withLock('embed', {}, async () => Object.assign(globalThis, { got: true }))
}
const hasGot = () => (globalThis as unknown as { got: boolean }).got

test('a lock whose holder has stopped is taken over, and the holder learns of it when it goes on', async ({ context }) => {
  const [holder, waiter] = await Promise.all([newPage(context), newPage(context)])
  await holder.evaluate(hold)
  await waiter.clock.install()
  await waiter.evaluate(wait)
  const session = await context.newCDPSession(holder)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
  // between its timers it waits for the browser, which has a clock of its own
  const hasGotLater = async () => {
    await waiter.clock.runFor(20_000)
    return waiter.evaluate(hasGot)
  }
  await expect.poll(hasGotLater).toBe(true)
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await expect.poll(() => holder.evaluate(isLost)).toBe(true)
})

test('a lock whose holder runs is waited for, however long', async ({ context }) => {
  const [holder, waiter] = await Promise.all([newPage(context), newPage(context)])
  await holder.evaluate(hold)
  await waiter.clock.install()
  await waiter.evaluate(wait)
  for (let time = 0; time < 20; time++) {
    await waiter.clock.runFor(3000)
    // time for the answer to come
    await holder.evaluate(isLost)
    await waiter.evaluate(hasGot)
  }
  expect([await holder.evaluate(isLost), await waiter.evaluate(hasGot)]).toEqual([false, false])
  await holder.close()
  await expect.poll(() => waiter.evaluate(hasGot)).toBe(true)
})
