import { bytesOf } from '../../vectors/kernel/kernel.js'
import plainModule from './kernel.as.ts?wasm'
import relaxedModule from './kernel.as.ts?wasm-relaxed'
import { FILE_START } from './model-file.js'
import type { KernelInstance, Passes } from './passes.js'
import { passesInJs } from './passes-js.js'

const PAGE_BYTES = 65_536
/** Rounds of a trial, and how many of them count. */
const ROUNDS = 8
const COUNTED = 4
/** A round is as long as so many steps of the clock, between so many milliseconds; a clock that hardly moves cannot tell. */
const STEPS = 3
const SHORTEST_MS = 0.4
const LONGEST_MS = 3
const MOST_REPEATS = 512

/** The compiled passes. They have no state: each instance has a memory of its own. */
export interface Kernel {
  /** What runs: relaxed SIMD, plain SIMD or the JavaScript twin. */
  readonly kind: 'relaxed' | 'simd' | 'js'
  /** An instance with a memory of at least `bytes` bytes, all 0. */
  instantiate(bytes: number): KernelInstance
}

/**
 * The passes of the built-in encoder in the fastest form that works here: relaxed SIMD, if the engine has it and computes it right; else
 * plain SIMD; else the JavaScript twin.
 *
 * @param fastest The fastest form that may be taken (default `relaxed`)
 */
export function createKernel(fastest: Kernel['kind'] = 'relaxed'): Kernel {
  if (fastest === 'relaxed') {
    const relaxed = compiled('relaxed', relaxedModule)
    if (relaxed && isExact(relaxed, 1) && isExact(relaxed, 0)) return withFasterSums(relaxed)
  }
  return (fastest !== 'js' && compiled('simd', plainModule)) || TWIN
}

const TWIN: Kernel = {
  kind: 'js',
  instantiate(bytes) {
    const buffer = new ArrayBuffer(Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES)
    return { buffer, passes: passesInJs(buffer) }
  },
}

function compiled(kind: 'relaxed' | 'simd', hex: string): Kernel | null {
  try {
    const module = new WebAssembly.Module(bytesOf(hex))
    return {
      kind,
      instantiate(bytes) {
        const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) })
        const { exports } = new WebAssembly.Instance(module, { env: { memory } })
        return { buffer: memory.buffer as ArrayBuffer, passes: exports as unknown as Passes }
      },
    }
  } catch {
    // forbidden, absent, or without this kind of SIMD
    return null
  }
}

/** Whether a product of matrices has the twin's bits: V8 11.3 accepts relaxed SIMD and computes it wrongly in its baseline compiler. */
function isExact(kernel: Kernel, inInt16: 0 | 1): boolean {
  const [first, second] = [kernel, TWIN].map(({ instantiate }) => {
    const { buffer, passes } = instantiate(PAGE_BYTES)
    passes.addInInt16?.(inInt16)
    const bytes = new Uint8Array(buffer)
    // activations (3 x 8), weights (8 x 8), ones, zeros and the product
    const [a, w, one, nil, out] = [0, 64, 128, 192, 256].map((at) => FILE_START + at) as [number, number, number, number, number]
    for (let at = 0; at < 24; at++) bytes[a + at] = 37 * at + 64
    for (let at = 0; at < 64; at++) bytes[w + at] = (91 * at) & 63
    new Float32Array(buffer, one, 16).fill(1)
    passes.matmul(3, 8, 8, a, one, nil, nil, w, one, nil, nil, 0, out)
    return new Float32Array(buffer, out, 24)
  })
  return first!.every((value, at) => value === second![at])
}

/** Takes the faster of two ways to add up: which one it is depends on the processor's instructions. */
function withFasterSums(kernel: Kernel): Kernel {
  const { passes } = kernel.instantiate(PAGE_BYTES)
  const chosen = fasterWay((way) => {
    passes.addInInt16?.(way)
    passes.matmul(33, 384, 64, FILE_START, 0, 0, 0, FILE_START, 0, 0, 0, 0, PAGE_BYTES / 2)
  })
  return {
    ...kernel,
    instantiate(bytes) {
      const instance = kernel.instantiate(bytes)
      instance.passes.addInInt16?.(chosen)
      return instance
    },
  }
}

/**
 * The faster of two ways to do the same, done by turns. `now` is a clock in milliseconds, which browsers round to .1 or 1: a round repeats the
 * work until the clock can tell. The slowest rounds do not count.
 */
export function fasterWay(run: (way: 0 | 1) => void, now: () => number = () => performance.now()): 0 | 1 {
  let repeats = 1
  const time = (way: 0 | 1) => {
    const begun = now()
    for (let repeat = 0; repeat < repeats; repeat++) run(way)
    return now() - begun
  }
  for (let step = Number.POSITIVE_INFINITY; repeats < MOST_REPEATS; repeats *= 2) {
    // twice: a busy machine may delay one
    const ms = Math.min(time(0), time(0))
    if (ms > 0) step = Math.min(step, ms)
    if (ms >= Math.min(Math.max(STEPS * step, SHORTEST_MS), LONGEST_MS)) break
  }
  const durations: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) for (const way of [0, 1] as const) durations[way].push(time(way))
  const [first, second] = durations.map((list) =>
    list
      .sort((a, b) => a - b)
      .slice(0, COUNTED)
      .reduce((sum, ms) => sum + ms),
  )
  return second! < first! ? 1 : 0
}
