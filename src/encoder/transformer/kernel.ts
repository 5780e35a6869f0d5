import { bytesOf } from '../../vectors/kernel/kernel.js'
import plainModule from './kernel.as.ts?wasm'
import relaxedModule from './kernel.as.ts?wasm-relaxed'
import type { KernelInstance, Passes } from './passes.js'
import { passesInJs } from './passes-js.js'

const PAGE_BYTES = 65_536
/** Products of a tenth of a millisecond: the compiler has done its work before the last of them. */
const TRIALS = 40

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
    if (relaxed && isExact(relaxed, true) && isExact(relaxed, false)) return withFasterSums(relaxed)
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
function isExact(kernel: Kernel, inInt16: boolean): boolean {
  const [first, second] = [kernel, TWIN].map(({ instantiate }) => {
    const { buffer, passes } = instantiate(PAGE_BYTES)
    passes.addInInt16?.(inInt16)
    const bytes = new Uint8Array(buffer)
    // activations at 64 (4 x 8), weights at 128 (8 x 8)
    for (let at = 64; at < 96; at++) bytes[at] = 37 * at
    for (let at = 128; at < 192; at++) bytes[at] = (91 * at) & 63
    new Float32Array(buffer, 256, 16).fill(1)
    passes.matmul(4, 8, 8, 64, 256, 512, 512, 128, 256, 512, 512, 0, 1024)
    return new Float32Array(buffer, 1024, 32)
  })
  return first!.every((value, at) => value === second![at])
}

/** Takes the faster of two ways to add up, by the best of a few products: which one it is depends on the processor's instructions. */
function withFasterSums(kernel: Kernel): Kernel {
  const { passes } = kernel.instantiate(PAGE_BYTES)
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < TRIALS; round++) {
    for (const inInt16 of [0, 1]) {
      passes.addInInt16?.(inInt16 === 1)
      const begun = performance.now()
      passes.matmul(32, 384, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, PAGE_BYTES / 2)
      best[inInt16] = Math.min(best[inInt16]!, performance.now() - begun)
    }
  }
  const chosen = best[1]! < best[0]!
  return {
    ...kernel,
    instantiate(bytes) {
      const instance = kernel.instantiate(bytes)
      instance.passes.addInInt16?.(chosen)
      return instance
    },
  }
}
