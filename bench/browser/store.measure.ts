/** Figures of the store on this machine: `PAGEKIN_MEASURE=1 npx playwright test store`. */
import { test } from '@playwright/test'
import { pageScript } from '../../e2e/fixtures/assets.js'
import { withProfile } from '../../e2e/fixtures/profile.js'
import { startServer } from '../../e2e/serve.js'

const WORKER = `
importScripts('/store-page.js')
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]
onmessage = async () => {
  const store = await storeRoom.openStore({ kind: 'indexeddb' })
  const rows = 100000, dimensions = 384
  for (let first = 0; first < rows; first += 4096) {
    await store.appendBlock('read', storeRoom.pack(first, Math.min(4096, rows - first), dimensions))
  }
  const cache = await caches.open('blob')
  const { blocks: written } = await store.readBlocks('read')
  await cache.put('/blob', new Response(new Blob(written.map(({ codes }) => codes.buffer))))
  const query = Float32Array.from({ length: dimensions }, (_, i) => Math.sin(i))
  const hashes = [...storeRoom.keys(rows)]
  const reads = [], reloads = [], blobs = []
  for (let i = 0; i < 9; i++) {
    let started = performance.now()
    const { blocks } = await store.readBlocks('read')
    reads.push(performance.now() - started)
    const index = storeRoom.fill(blocks, hashes, dimensions)
    if (index.count !== rows || index.search({ query }, 10).length !== 10) throw new Error('rows are missing')
    reloads.push(performance.now() - started)
    started = performance.now()
    await (await (await cache.match('/blob')).blob()).arrayBuffer()
    blobs.push(performance.now() - started)
  }
  const appends = []
  for (let n = 0; n < 300; n++) {
    const buffer = storeRoom.pack(n * 32, 32, dimensions)
    const started = performance.now()
    await store.appendBlock('append', buffer)
    appends.push(performance.now() - started)
  }
  const smallStarted = performance.now()
  await store.readBlocks('append')
  const small = performance.now() - smallStarted
  const compactStarted = performance.now()
  await store.compact('append', storeRoom.keys(9600))
  const compact = performance.now() - compactStarted
  postMessage({ kind: store.kind, coldReadMs: reads[0], readMs: median(reads), reloadMs: median(reloads), blobMs: median(blobs), reloadOverBlob: median(reloads) / median(blobs), appendMs: median(appends), readSmallMs: small, compactMs: compact })
}
`

test('read 100,000 x 384 in blocks of 4,096 rows; append blocks of 32 rows; compact 9,600 rows', async () => {
  test.setTimeout(180_000)
  const files = { '/': '<!doctype html><title>store</title>', '/store-page.js': await pageScript('store-page'), '/worker.js': WORKER }
  const server = await startServer({ files })
  await withProfile(async (launch) => {
    const context = await launch()
    const page = await context.newPage()
    await page.goto(server.url)
    const figures = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/worker.js')
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = ({ message }) => reject(new Error(message))
          worker.postMessage('start')
        }),
    )
    console.log(JSON.stringify(figures, (_, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value)))
    await context.close()
  })
  await server.close()
})
