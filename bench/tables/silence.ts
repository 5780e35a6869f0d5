import { makeEngine } from '../../src/engine/engine.test-helper.js'
import { draws } from '../../src/evaluate/draw.js'
import { MemoryStore } from '../../src/store/memory-store.js'

/**
 * `npm run bench -- silence [rows]`: how long the engine gives no sign of life with a large catalog of made-up words. Two visits without
 * an encoder in Node, the second from what the first has kept, with changes of one item and of thousands. A sign is a turn of the event loop, or the beat of every thousand rows: the
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

class Silence {
  longest = 0
  readonly #clock: () => number
  #last = 0

  /** @param clock In milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  end(): void {
    const now = this.#clock()
    this.longest = Math.max(this.longest, now - this.#last)
    this.#last = now
  }

  begin(): void {
    this.#last = this.#clock()
    this.longest = 0
  }
}
const signs = new Silence(() => performance.now())
/** No other call is answered meanwhile. In processor time: what else runs on the machine does not count. */
const turns = new Silence(() => process.cpuUsage().user / 1000)
const sign = () => signs.end()
setInterval(() => {
  signs.end()
  turns.end()
}, 1).unref()

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20))
  signs.begin()
  turns.begin()
  const begun = performance.now()
  await work()
  const took = performance.now() - begun
  await new Promise((resolve) => setTimeout(resolve, 20))
  const [silence, turn] = [signs, turns].map(({ longest }) => (longest / 1000).toFixed(2))
  console.log(
    `${what.padEnd(32)} ${(took / 1000).toFixed(1).padStart(6)} s, longest silence ${silence} s, without a turn ${turn} s of processor time`,
  )
}

const text = JSON.stringify(items)
const store = new MemoryStore()
/** Megabytes that are in use, arrays included. */
function held(): number {
  globalThis.gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}
for (const visit of ['first', 'second']) {
  const before = held()
  const catalog =
    visit === 'first' ? { kind: 'fresh' as const, text, version: { etag: '"1"' }, bytes: text.length } : { kind: 'not-modified' as const }
  const engine = makeEngine({ catalog, store, beat: sign, config: { device: 'off', catalogUrl: '/catalog.json' } })
  await timed(`${visit}: opening`, () => engine.open())
  await timed(`${visit}: similar`, () => engine.similar(['item-7'], { limit: 8 }))
  await timed(`${visit}: similar again`, () => engine.similar(['item-8'], { limit: 8 }))
  await timed(`${visit}: search`, () => engine.search('w1a w2b wzz', { limit: 8, complete: true }))
  await timed(`${visit}: forYou`, () => engine.forYou({ limit: 8 }))
  if (visit === 'first') continue
  console.log(`${visit}: the engine holds ${Math.round(held() - before)} MB`)
  for (const count of [1, 5000]) {
    const rows = Array.from({ length: count }, (_, i) => ({ ...items[(i * 37) % ROWS]!, title: `${word()} ${word()}` }))
    await timed(`${visit}: upsert of ${count}`, () => engine.catalog.upsert(rows))
    await timed(`${visit}: search after it`, () => engine.search('w1a w2b wzz', { limit: 8, complete: true }))
  }
  await timed(`${visit}: remove of one`, () => engine.catalog.remove(['item-9']))
  await timed(`${visit}: search after it`, () => engine.search('w1a w2b wzz', { limit: 8, complete: true }))
}
