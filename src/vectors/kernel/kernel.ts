import { PagekinError } from '../../errors.js'
import scanModule from './scan.as.ts?wasm'
import { scanInJs } from './scan-js.js'
import type { ScanParameters } from './scan-parameters.js'

const PAGE_BYTES = 65_536

/** One memory and the code that scans it. */
export interface KernelInstance {
  /** Replaced whenever `grow` makes more room: derive views again after it. */
  readonly buffer: ArrayBuffer
  /** Makes the buffer at least `bytes` long and keeps its content. Throws `usage` when the device cannot give that much. */
  grow(bytes: number): void
  /**
   * `s = dot * scale * queryScale`, if centred `s = (s + offset) * inverse`, then `total = alpha * s + beta + bias`
   * (`missing + bias` without a vector), in float32 in this order. Leaves the k best totals in the heap arrays,
   * as a heap whose root is the worst, and returns how many there are.
   */
  scan(parameters: ScanParameters): number
}

/** The scan, compiled. It has no state: each instance has a memory of its own. */
export interface Kernel {
  readonly kind: 'wasm' | 'js'
  /** Why the twin runs, in a sentence, when WebAssembly was wanted. */
  readonly reason?: string
  instantiate(): KernelInstance
}

/**
 * The scan kernel: wasm SIMD, or the JavaScript twin with the same results where WebAssembly is forbidden (CSP), absent or
 * without SIMD. Synchronous, because the module is small enough for the main thread (4 kB).
 *
 * @param options.wasm false takes the twin without trying (default true)
 */
export function createKernel(options: { readonly wasm?: boolean } = {}): Kernel {
  if (options.wasm === false) return { kind: 'js', instantiate: () => new JsInstance() }
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(scanModule), (character) => character.charCodeAt(0)))
    return { kind: 'wasm', instantiate: () => new WasmInstance(module) }
  } catch (error) {
    // engines disagree on the class: CompileError or EvalError under CSP, ReferenceError where WebAssembly is switched off
    const why = error instanceof Error ? error.message : String(error)
    return { kind: 'js', reason: `WebAssembly cannot be used here: ${why}`, instantiate: () => new JsInstance() }
  }
}

class WasmInstance implements KernelInstance {
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  readonly #scan: (...operands: number[]) => number

  constructor(module: WebAssembly.Module) {
    const { scan } = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports
    this.#scan = scan as (...operands: number[]) => number
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer as ArrayBuffer
  }

  grow(bytes: number): void {
    const pages = Math.ceil((bytes - this.buffer.byteLength) / PAGE_BYTES)
    if (pages <= 0) return
    try {
      this.#memory.grow(pages)
    } catch (error) {
      throw outOfMemory(bytes, error)
    }
  }

  scan(p: ScanParameters): number {
    return this.#scan(
      p.rowCount,
      p.stride,
      p.codes,
      p.present,
      p.scales,
      p.inverses,
      p.biases,
      p.mask,
      p.query,
      p.queryScale,
      p.offset,
      p.alpha,
      p.beta,
      p.missing,
      p.k,
      p.heapScores,
      p.heapRows,
    )
  }
}

class JsInstance implements KernelInstance {
  #buffer = new ArrayBuffer(PAGE_BYTES)

  get buffer(): ArrayBuffer {
    return this.#buffer
  }

  grow(bytes: number): void {
    if (bytes <= this.#buffer.byteLength) return
    try {
      const larger = new ArrayBuffer(Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES)
      new Uint8Array(larger).set(new Uint8Array(this.#buffer))
      this.#buffer = larger
    } catch (error) {
      throw outOfMemory(bytes, error)
    }
  }

  scan(parameters: ScanParameters): number {
    return scanInJs(this.#buffer, parameters)
  }
}

function outOfMemory(bytes: number, cause: unknown): PagekinError {
  return new PagekinError('usage', `KernelInstance.grow: this device cannot give ${bytes} bytes for vectors; keep fewer rows`, { cause })
}
