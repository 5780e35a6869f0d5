import { parseArgs } from 'node:util'
import { catalogContext } from '../../src/cli/answer-context.js'
import { forYou } from '../../src/engine/answers/for-you.js'
import { summarize } from '../../src/ranking/scorers/interaction-summary.js'
import { toSequences } from '../../src/ranking/sequences.js'
import { FlatIndex } from '../../src/vectors/flat-index.js'
import { normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { timedEach } from '../processor-time.js'
import { syntheticShop } from '../t1/shop.js'

/**
 * `npm run bench -- for-you`: what a call of `forYou` takes in the worker, all of its terms on (meaning, words, what others did, variety),
 * beside one flat scan of the same vectors, call by call in turns; to be asked on a quiet machine. One JSON line; `--items` so many, default 5,000; `--dismissed` so many of
 * them were dismissed by each visitor, default 0.
 */
const { values } = parseArgs({ options: { items: { type: 'string', default: '5000' }, dismissed: { type: 'string', default: '0' } } })
const ROWS = Number(values.items)
const DISMISSED = Number(values.dismissed)
/** Answers between two dismissals. */
const ANSWERS = 30
const DIMENSIONS = 384
const CALLS = 300
const WARM_UP = 30
/** What a visitor did before: the longest history that counts by meaning. */
const EVENTS = 20
/** A frame, and so much of the scan. */
const LIMIT_MS = 16
const LIMIT_RATIO = 10

const { items, visitors } = syntheticShop({ items: ROWS })
const random = mulberry32(1)
const index = new FlatIndex(DIMENSIONS, { capacity: ROWS })
index.resize(ROWS)
for (let row = 0; row < ROWS; row++) index.set(row, normalize(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.4)))
const context = await catalogContext(items, index)
const rowOf = new Map(items.map(({ id }, row) => [id, row]))
const paths = visitors.map(({ sessions }) => sessions.flatMap(({ events }) => events))
const interactionSummary = summarize(
  toSequences(
    paths.map((path) => path.map(({ id }) => rowOf.get(id)!)),
    ROWS,
  ),
)

const calls: Timed[] = []
const scans: Timed[] = []
for (let call = 0; call < CALLS + WARM_UP; call++) {
  const path = paths[call % paths.length]!.slice(0, EVENTS)
  const now = path.at(-1)!.at
  const dismissals = items
    .slice(Math.floor(call / ANSWERS))
    .slice(0, DISMISSED)
    .map(({ id }) => ({ type: 'dismiss', id, at: now }) as const)
  const interactions = [...path, ...dismissals]
  const ask = timed(() => forYou({ limit: 8 }, { ...context, interactionSummary, interactions, now, learns: true }))
  const query = index.vector(call)
  const scan = timed(() => index.search({ query, centred: 'shift' }, 8))
  if (call < WARM_UP) continue
  calls.push(ask)
  scans.push(scan)
}
const [call, scan] = [percentiles(calls, 'elapsed'), percentiles(scans, 'elapsed')]
const ratio = call.p95 / scan.p95
console.log(
  JSON.stringify({
    measure: 'forYou in the worker',
    items: ROWS,
    dismissed: DISMISSED,
    calls: CALLS,
    forYouMs: call,
    flatScanMs: scan,
    ratio: rounded(ratio),
    holds: call.p95 <= LIMIT_MS && ratio <= LIMIT_RATIO,
    processorMs: { forYou: percentiles(calls, 'processor'), flatScan: percentiles(scans, 'processor') },
  }),
)

interface Timed {
  /** What whoever asked waits for: on a busy machine longer than on a quiet one. */
  readonly elapsed: number
  /** Of the whole process: with that of the threads that compile and collect beside the one that answers. */
  readonly processor: number
}

function timed(make: () => unknown): Timed {
  const begun = performance.now()
  const { milliseconds } = timedEach(1, make)
  return { elapsed: performance.now() - begun, processor: milliseconds }
}

function percentiles(times: readonly Timed[], kind: keyof Timed): { readonly p50: number; readonly p95: number } {
  const sorted = times.map((time) => time[kind]).sort((a, b) => a - b)
  return { p50: rounded(sorted[Math.floor(sorted.length * 0.5)]!), p95: rounded(sorted[Math.floor(sorted.length * 0.95)]!) }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
