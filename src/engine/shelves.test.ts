import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { locateEncoder } from '../cli/encoder-source.js'
import { NodeEncoder } from '../cli/node-encoder.js'
import { load } from '../cli/open-engine.js'
import { VectorCache } from '../cli/vector-cache.js'
import type { Engine } from './engine.js'
import { openEngine } from './engine.test-helper.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(root + path, 'utf8')

/** What a shop assistant would name beside an item. */
const SHELVES = JSON.parse(read('e2e/fixtures/expected-shelves.json')) as { id: string; expected: string[] }[]
const ITEMS = read('demo/catalog/shop.jsonl')
  .trim()
  .split('\n')
  .map((line) => {
    // how the demo draws an item says nothing about it
    const { shape: _shape, colors: _colors, ...item } = JSON.parse(line)
    return item
  })

async function open(device: 'auto' | 'off'): Promise<Engine> {
  const location = await locateEncoder('builtin', root)
  const engine = await openEngine({
    items: ITEMS,
    encoder: new NodeEncoder(() => load(location)),
    encoderKey: location.key,
    // 432 items take half a minute to embed: once, until a sentence or the model changes
    store: new VectorCache(`${root}node_modules/.cache/pagekin`, console.warn),
    config: { device },
  })
  await engine.settled()
  return engine
}

/** Share of the named items among the first 8. */
async function recall(engine: Engine): Promise<number> {
  let found = 0
  let total = 0
  for (const { id, expected } of SHELVES) {
    const shown = new Set((await engine.similar([id], { limit: 8, diversity: 0.3 })).map(({ item }) => item.id))
    found += expected.filter((other) => shown.has(other)).length
    total += expected.length
  }
  return found / total
}

describe('shelves of the demo shop with the built-in encoder', () => {
  let fused: Engine
  beforeAll(async () => {
    fused = await open('auto')
  }, 300_000)

  test('every item has a vector', () => {
    expect(fused.state).toMatchObject({ phase: 'ready', items: { total: 432, embedded: 432 } })
    expect(fused.state.error).toBeUndefined()
  })

  test('hold what a shop assistant would name, more of it than words alone find', async () => {
    const words = await openEngine({ items: ITEMS, config: { device: 'off' } })
    const [withVectors, withWords] = [await recall(fused), await recall(words)]

    expect(withVectors).toBeGreaterThanOrEqual(0.85)
    expect(withVectors).toBeGreaterThan(withWords + 0.05)
  })

  test('scores are the sums of their reasons', async () => {
    for (const { id } of SHELVES) {
      for (const { score, reasons } of await fused.similar([id], { limit: 20 })) {
        expect(Math.abs(reasons.reduce((sum, { weight }) => sum + weight, 0) - score)).toBeLessThan(1e-6)
      }
    }
  })
})
