import { PagekinError } from '../../errors.js'
import { isExact } from './is-exact.js'
import type {
  BestParameters,
  KernelInstance,
  Pass,
  Passes,
  PassModules,
  RescoreCodesParameters,
  RescoreHalvesParameters,
  RowParameters,
  ScanParameters,
  SumRowsParameters,
} from './parameters.js'
import { quantizeInJs, toFloat16InJs } from './quantize-js.js'
import { rescoreCodesInJs, rescoreHalvesInJs } from './rescore-js.js'
import { joinCodesInJs, splitCodesInJs, sumRowsInJs } from './rows-js.js'
import plainModule from './scan.as.ts?wasm'
import relaxedModule from './scan.as.ts?wasm-relaxed'
import { bestInJs, scanInJs } from './scan-js.js'

const PAGE_BYTES = 65_536

/** The passes, compiled. They have no state: each instance has a memory of its own. */
export interface Kernel {
  readonly kind: 'wasm' | 'js'
  /** Whether it runs on relaxed SIMD. */
  readonly relaxed: boolean
  /** Why the twin runs, in a sentence, when WebAssembly was wanted. */
  readonly reason?: string
  instantiate(): KernelInstance
}

/**
 * The scan kernel: wasm with relaxed SIMD where the engine has it and computes it right, else with plain SIMD, or the JavaScript twin where
 * WebAssembly is forbidden (CSP), absent or without SIMD. All three find the same rows: totals of a scan are equal
 * bit for bit, exact scores within 1e-6. Synchronous,
 * because the modules are small enough for the main thread (7 kB each).
 *
 * @param options.wasm false takes the twin without trying (default true)
 * @param options.relaxed false passes over relaxed SIMD (default true)
 */
export function createKernel({ wasm = true, relaxed = true }: { readonly wasm?: boolean; readonly relaxed?: boolean } = {}): Kernel {
  const twin = { kind: 'js', relaxed: false, instantiate: () => new JsInstance() } as const
  if (!wasm) return twin
  try {
    const relaxedBytes = bytesOf(relaxedModule)
    if (relaxed && WebAssembly.validate(relaxedBytes)) {
      const module = new WebAssembly.Module(relaxedBytes)
      if (isExact(new WasmInstance(module, true))) return { kind: 'wasm', relaxed, instantiate: () => new WasmInstance(module, true) }
    }
    const module = new WebAssembly.Module(bytesOf(plainModule))
    return { kind: 'wasm', relaxed: false, instantiate: () => new WasmInstance(module, false) }
  } catch (error) {
    // engines disagree on the class: CompileError or EvalError under CSP, ReferenceError where WebAssembly is switched off
    const why = error instanceof Error ? error.message : String(error)
    return { ...twin, reason: `WebAssembly cannot be used here: ${why}` }
  }
}

/** The bytes of a module that an import gave as hexadecimal digits. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}

type PassName = 'scan' | 'best' | 'rescoreInt8' | 'rescoreFloat16' | 'sumRows' | 'quantize' | 'splitCodes' | 'joinCodes' | 'toFloat16'

class WasmInstance implements KernelInstance {
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  readonly #passes: Readonly<Record<PassName, Pass>>
  readonly #relaxed: boolean

  constructor(module: WebAssembly.Module, relaxed: boolean) {
    this.#relaxed = relaxed
    this.#passes = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports as unknown as Readonly<
      Record<PassName, Pass>
    >
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

  scan(p: ScanParameters): void {
    this.#passes.scan(
      p.rowCount,
      p.stride,
      p.list,
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
    return this.#passes.best(p.count, p.totals, p.list, p.floor, p.k, p.heapScores, p.heapRows)
  }

  load({ plain, relaxed }: PassModules): Passes {
    const module = new WebAssembly.Module(bytesOf(this.#relaxed ? relaxed : plain))
    return new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports as unknown as Passes
  }

  rescoreCodes(p: RescoreCodesParameters): void {
    this.#passes.rescoreInt8(p.count, p.stride, p.list, p.upper, p.lower, p.scales, p.query, p.out)
  }

  rescoreHalves(p: RescoreHalvesParameters): void {
    this.#passes.rescoreFloat16(p.count, p.stride, p.list, p.halves, p.query, p.out)
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

  toFloat16(count: number, values: number, out: number): number {
    return this.#passes.toFloat16(count, values, out)
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

  scan(parameters: ScanParameters): void {
    scanInJs(this.#buffer, parameters)
  }

  best(parameters: BestParameters): number {
    return bestInJs(this.#buffer, parameters)
  }

  load(): null {
    return null
  }

  rescoreCodes(parameters: RescoreCodesParameters): void {
    rescoreCodesInJs(this.#buffer, parameters)
  }

  rescoreHalves(parameters: RescoreHalvesParameters): void {
    rescoreHalvesInJs(this.#buffer, parameters)
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

  toFloat16(count: number, values: number, out: number): number {
    return toFloat16InJs(this.#buffer, count, values, out)
  }
}

function outOfMemory(bytes: number, cause: unknown): PagekinError {
  return new PagekinError('usage', `KernelInstance.grow: this device cannot give ${bytes} bytes for vectors; keep fewer rows`, { cause })
}
