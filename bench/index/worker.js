// Answers one task: the exact hits of a data set, the bandwidth of memory, the time of a blob, or the row of an engine.

import { FlatIndex } from '../../src/vectors/flat-index.ts'
import { mulberry32 } from '../../src/vectors/random.ts'
import { bestOf, memoryBandwidth } from './bandwidth.ts'
import { measureFilters } from './filters.ts'
import { findTruth, measure, sourceOf } from './measure.ts'
import { OWN_ENGINES } from './own-engines.ts'

const PEERS = {
  edgevec: () => import('./peers/edgevec.js'),
  'hnswlib-wasm': () => import('./peers/hnswlib-wasm.js'),
  orama: () => import('./peers/orama.js'),
  mememo: () => import('./peers/mememo.js'),
  'client-vector-search': () => import('./peers/client-vector-search.js'),
  voy: () => import('./peers/voy.js'),
}

async function answer({ task, truth }) {
  if (task.engine === 'bandwidth') return memoryBandwidth(task.n * task.dimensions)
  if (task.engine === 'scan') return scanBandwidth(task)
  if (task.engine === 'blob') return blobTime(task.n * task.dimensions)
  const real = task.data === 'real' ? new Float32Array(await (await fetch('./real.f32')).arrayBuffer()) : undefined
  const source = sourceOf(task, real)
  if (task.engine === 'exact') return findTruth(task, source)
  if (task.engine === 'filters') return measureFilters(task, source)
  const own = OWN_ENGINES[task.engine]
  const engine = own ? own(task.n, task.dimensions) : await (await PEERS[task.engine]()).create(task.n, task.dimensions)
  return measure(task, engine, source, truth, (row) => postMessage({ sofar: row }))
}

/** Gigabytes of codes a second that a scan reads: with everything a search does besides, and the best of 20. */
function scanBandwidth({ n, dimensions }) {
  const index = new FlatIndex(dimensions, { capacity: n })
  index.resize(n)
  const random = mulberry32(1)
  const pool = Int8Array.from({ length: 2 ** 20 }, () => Math.floor(random() * 255) - 127)
  for (let row = 0; row < n; row++) {
    // no two rows alike, or the search would look again to tell them apart
    const start = Math.floor(random() * (pool.length - dimensions))
    index.setCodes(row, pool.subarray(start, start + dimensions), 1 / 2000)
  }
  const query = Float32Array.from({ length: dimensions }, (_, j) => Math.sin(j + 1))
  return (n * dimensions) / 1e6 / bestOf(() => index.search({ query }, 10))
}

/** Milliseconds that so many bytes take as one blob from the Cache API: what an index that is reloaded is held against. */
async function blobTime(bytes) {
  const cache = await caches.open('bench')
  const random = mulberry32(1)
  await cache.put('/blob', new Response(Uint8Array.from({ length: bytes }, () => random() * 256)))
  const start = performance.now()
  const kept = await caches.open('bench').then((cache) => cache.match('/blob'))
  const { byteLength } = await kept.arrayBuffer()
  const milliseconds = performance.now() - start
  if (byteLength !== bytes) throw new Error(`received ${byteLength} bytes, expected ${bytes}`)
  return milliseconds
}

onmessage = async ({ data }) => {
  try {
    postMessage({ answer: await answer(data) })
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : `${JSON.stringify(error)} ${error}` })
  }
}
