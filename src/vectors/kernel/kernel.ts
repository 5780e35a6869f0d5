import { PagekinError } from '../../errors.js'
import { isExact } from './is-exact.js'
import { joinCodesInJs, splitCodesInJs, sumRowsInJs } from './nibbles-js.js'
import type { BestParameters, KernelInstance, RescoreParameters, RowParameters, ScanParameters, SumRowsParameters } from './parameters.js'
import { quantizeInJs } from './quantize-js.js'
import { rescoreCodesInJs } from './rescore-js.js'
import plainModule from './scan.as.ts?wasm'
import relaxedModule from './scan.as.ts?wasm-relaxed'
import { bestInJs, scanInJs } from './scan-js.js'

const PAGE_BYTES = 65_536

/** The compiled passes. They have no state: each instance has a memory of its own. */
export interface Kernel {
  readonly kind: 'wasm' | 'js'
  /** Whether it uses relaxed SIMD. */
  readonly relaxed: boolean
  /** Why the twin runs although WebAssembly was wanted, in a sentence. */
  readonly reason?: string
  instantiate(): KernelInstance
}

/**
 * The scan kernel in the fastest form that works here: relaxed SIMD, if the engine has it and computes it right; else plain SIMD; else
 * the JavaScript twin, if WebAssembly is forbidden (CSP), absent or without SIMD. All three find the same rows: the totals of a scan are
 * equal bit for bit, exact scores within 1e-6. Synchronous: the modules are small enough to compile on the main thread.
 *
 * @param options.wasm false takes the twin without trying (default true)
 * @param options.relaxed false skips relaxed SIMD (default true)
 */
export function createKernel({ wasm = true, relaxed = true }: { readonly wasm?: boolean; readonly relaxed?: boolean } = {}): Kernel {
  const twin = { kind: 'js', relaxed: false, instantiate: () => new JsInstance() } as const
  if (!wasm) return twin
  try {
    const relaxedBytes = bytesOf(relaxedModule)
    if (relaxed && WebAssembly.validate(relaxedBytes)) {
      const module = new WebAssembly.Module(relaxedBytes)
      if (isExact(new WasmInstance(module))) return { kind: 'wasm', relaxed, instantiate: () => new WasmInstance(module) }
    }
    const module = new WebAssembly.Module(bytesOf(plainModule))
    return { kind: 'wasm', relaxed: false, instantiate: () => new WasmInstance(module) }
  } catch (error) {
    // engines disagree on the class: CompileError or EvalError under CSP, ReferenceError without WebAssembly
    const why = error instanceof Error ? error.message : String(error)
    return { ...twin, reason: `WebAssembly cannot be used here: ${why}` }
  }
}

/** The bytes of a module that an import gave as hexadecimal digits. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}

type PassName = 'scan' | 'best' | 'rescoreCodes' | 'sumRows' | 'quantize' | 'splitCodes' | 'joinCodes'
type Passes = Readonly<Record<PassName, (...operands: number[]) => number>>

class WasmInstance implements KernelInstance {
  readonly memory = new WebAssembly.Memory({ initial: 1 })
  readonly #passes: Passes

  constructor(module: WebAssembly.Module) {
    this.#passes = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports as unknown as Passes
  }

  get buffer(): ArrayBuffer {
    return this.memory.buffer as ArrayBuffer
  }

  grow(bytes: number): void {
    const pages = Math.ceil((bytes - this.buffer.byteLength) / PAGE_BYTES)
    if (pages <= 0) return
    try {
      this.memory.grow(pages)
    } catch (error) {
      throw outOfMemory(bytes, error)
    }
  }

  scan(p: ScanParameters): void {
    this.#passes.scan(
      p.rowCount,
      p.stride,
      p.upper,
      p.present,
      p.scales,
      p.inverses,
      p.biases,
      p.mask,
      p.queryCount,
      p.queries,
      p.queryScales,
      p.lifts,
      p.offsets,
      p.alpha,
      p.beta,
      p.missing,
      p.totals,
    )
  }

  best(p: BestParameters): number {
    return this.#passes.best(p.count, p.totals, p.floor, p.k, p.heapScores, p.heapRows)
  }

  rescoreCodes(p: RescoreParameters): void {
    this.#passes.rescoreCodes(p.count, p.stride, p.list, p.upper, p.lower, p.scales, p.query, p.out)
  }

  sumRows(p: SumRowsParameters): void {
    this.#passes.sumRows(p.count, p.dimensions, p.stride, p.list, p.upper, p.lower, p.factors, p.scratch, p.out)
  }

  quantize(stride: number, vector: number, codes: number): number {
    return this.#passes.quantize(stride, vector, codes)
  }

  splitCodes({ stride, codes, upper, lower }: RowParameters): number {
    return this.#passes.splitCodes(stride, codes, upper, lower)
  }

  joinCodes({ stride, codes, upper, lower }: RowParameters): void {
    this.#passes.joinCodes(stride, upper, lower, codes)
  }
}

class JsInstance implements KernelInstance {
  readonly memory = null
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

  scan(parameters: ScanParameters): void {
    scanInJs(this.#buffer, parameters)
  }

  best(parameters: BestParameters): number {
    return bestInJs(this.#buffer, parameters)
  }

  rescoreCodes(parameters: RescoreParameters): void {
    rescoreCodesInJs(this.#buffer, parameters)
  }

  sumRows(parameters: SumRowsParameters): void {
    sumRowsInJs(this.#buffer, parameters)
  }

  quantize(stride: number, vector: number, codes: number): number {
    return quantizeInJs(this.#buffer, stride, vector, codes)
  }

  splitCodes(parameters: RowParameters): number {
    return splitCodesInJs(this.#buffer, parameters)
  }

  joinCodes(parameters: RowParameters): void {
    joinCodesInJs(this.#buffer, parameters)
  }
}

function outOfMemory(bytes: number, cause: unknown): PagekinError {
  return new PagekinError('usage', `KernelInstance.grow: this device cannot give ${bytes} bytes for vectors; keep fewer rows`, { cause })
}
