import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createEncoder } from '../encoder/encoder.js'
import { createFolderSource } from '../encoder/model-files.js'
import { openHistory } from '../store/history.js'
import { openStore } from '../store/open-store.js'
import type { EncoderClient } from './encoder-client.js'
import { Engine } from './engine.js'

test('scratch', async () => {
  const folder = (root: string) => createFolderSource((path) => readFile(root + path).then((b) => new Uint8Array(b), () => null))
  const items = (await readFile('src/demo/catalog/shop.jsonl', 'utf8')).trim().split('\n').map((l) => { const { shape, colors, ...rest } = JSON.parse(l); return rest })
  const expected = JSON.parse(await readFile('e2e/fixtures/expected-shelves.json', 'utf8')) as { id: string; expected: string[] }[]
  const run = async (device: 'auto' | 'off') => {
    let enc: Awaited<ReturnType<typeof createEncoder>> | undefined
    const encoder: EncoderClient = {
      get info() { return enc?.info },
      async ensure() { enc ??= await createEncoder({ id: 'pagekin-mini-v0', model: folder('public/models/pagekin-mini-v0/'), runtime: folder('node_modules/onnxruntime-web/dist/'), device: 'wasm' }); return enc.info },
      async encode(t, k, s) { await this.ensure(); return enc!.encode(t, k, s) },
      dispose() {},
    }
    const engine = new Engine({
      config: { items, encoder: { id: 'x', baseUrl: 'x', runtimeUrl: '' }, device, storage: 'memory', persistHistory: false, interactions: [], maxItemsPerVisit: 2000 },
      store: await openStore({ kind: 'memory' }), history: openHistory({ persist: false }), encoder,
      fetchCatalog: () => Promise.reject(new Error('no')), now: Date.now, onState() {},
    })
    await engine.open()
    await new Promise((r) => setTimeout(r, 50))
    await engine.settled()
    console.log(engine.state)
    for (const diversity of [0, 0.3]) {
      let found = 0, total = 0
      for (const { id, expected: e } of expected) {
        const got = new Set((await engine.similar([id], { limit: 8, diversity })).map((r) => r.item.id))
        found += e.filter((x) => got.has(x)).length; total += e.length
      }
      console.log(device, diversity, found, total, found / total)
    }
    for (const q of ['something warm for cold evenings', 'gift for a child who likes space', 'coffee without a machine']) console.log(q, (await engine.search(q, { limit: 5 })).map((r) => r.item.title))
    await new Promise((r) => setTimeout(r, 500))
    for (const q of ['something warm for cold evenings', 'gift for a child who likes space', 'coffee without a machine']) console.log(q, (await engine.search(q, { limit: 5 })).map((r) => r.item.title + ' ' + r.score.toFixed(2) + ' ' + r.reasons.map((x) => x.kind + x.weight.toFixed(2))))
    console.log((await engine.forYou({ limit: 5 })).map((r) => r.item.title))
    engine.record({ type: 'view', id: 'kd-stovetop-kettle-copper', at: Date.now() }); engine.record({ type: 'view', id: items[100].id, at: Date.now() })
    console.log((await engine.forYou({ limit: 8 })).map((r) => [r.item.title, r.reasons]))
  }
  await run('off')
  await run('auto')
}, 100000)
