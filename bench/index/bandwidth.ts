import { bytesOf } from '../../src/vectors/kernel/kernel.js'
import readModule from './read.as.ts?wasm'

const PAGE_BYTES = 65_536
const REPEATS = 20

/** Gigabytes a second that wasm reads from a memory of so many bytes, the best of 20 times. */
export function memoryBandwidth(bytes: number): number {
  const pages = Math.ceil(bytes / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages })
  // pages nobody has written to are all the same page of zeros
  new Uint8Array(memory.buffer).fill(1)
  const module = new WebAssembly.Module(bytesOf(readModule))
  const { read } = new WebAssembly.Instance(module, { env: { memory } }).exports
  const length = pages * PAGE_BYTES
  return length / 1e6 / bestOf(() => (read as (from: number, bytes: number) => number)(0, length))
}

/** Milliseconds of the fastest of 20 calls. */
export function bestOf(call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now()
    call()
    best = Math.min(best, performance.now() - start)
  }
  return best
}
