import { makeEngine } from '../../src/engine/engine.test-helper.js'
import { draws } from '../../src/evaluate/draw.js'
import { MemoryStore } from '../../src/store/memory-store.js'

/**
 * `npm run bench -- silence [rows]`: how long the engine gives no sign of life with a large catalog of made-up words. Two visits without
 * an encoder in Node, the second from what the first has kept. A sign is a turn of the event loop, or the beat of every thousand rows: the
 * watchdog of a page takes a worker for dead after 12 s without one.
 */
const ROWS = Number(process.argv[2] ?? 200_000)
const WORDS = 36
const VOCABULARY = 40_000

const draw = draws(14)
/** Few words are frequent, as in a language. */
const word = () => `w${Math.floor(VOCABULARY * draw.fraction() ** 3).toString(36)}`
const items = Array.from({ length: ROWS }, (_, i) => ({
  id: `item-${i}`,
  title: Array.from({ length: 5 }, word).join(' '),
  description: Array.from({ length: WORDS }, word).join(' '),
}))

let last = performance.now()
let longest = 0
const sign = () => {
  const now = performance.now()
  longest = Math.max(longest, now - last)
  last = now
}
setInterval(sign, 1).unref()

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20))
  longest = 0
  const begun = performance.now()
  last = begun
  await work()
  const took = performance.now() - begun
  await new Promise((resolve) => setTimeout(resolve, 20))
  console.log(`${what.padEnd(28)} ${(took / 1000).toFixed(1).padStart(6)} s, longest silence ${(longest / 1000).toFixed(2)} s`)
}

const text = JSON.stringify(items)
const store = new MemoryStore()
for (const visit of ['first', 'second']) {
  const catalog =
    visit === 'first' ? { kind: 'fresh' as const, text, version: { etag: '"1"' }, bytes: text.length } : { kind: 'not-modified' as const }
  const engine = makeEngine({ catalog, store, beat: sign, config: { device: 'off', catalogUrl: '/catalog.json' } })
  await timed(`${visit}: opening`, () => engine.open())
  await timed(`${visit}: similar`, () => engine.similar(['item-7'], { limit: 8 }))
  await timed(`${visit}: similar again`, () => engine.similar(['item-8'], { limit: 8 }))
  await timed(`${visit}: search`, () => engine.search('w1a w2b wzz', { limit: 8, complete: true }))
  await timed(`${visit}: forYou`, () => engine.forYou({ limit: 8 }))
}
