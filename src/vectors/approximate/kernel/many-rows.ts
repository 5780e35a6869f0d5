import { bytesOf } from '../../kernel/kernel.js'
import type { KernelInstance } from '../../kernel/parameters.js'
import { hammingInJs } from './hamming-js.js'
import plain from './many-rows.as.ts?wasm'
import relaxed from './many-rows.as.ts?wasm-relaxed'
import { nearestInJs } from './nearest-js.js'
import type { HammingParameters, NearestParameters } from './parameters.js'

type Passes = Readonly<Record<'nearest' | 'hamming', (...operands: number[]) => void>>

/** The passes of the approximate indexes, in a module of their own over the memory of a kernel instance. */
export class ManyRowsPasses {
  readonly #instance: KernelInstance
  readonly #passes: Passes | null

  /** @param isRelaxed whether the instance's kernel uses relaxed SIMD */
  constructor(instance: KernelInstance, isRelaxed: boolean) {
    this.#instance = instance
    const { memory } = instance
    this.#passes = memory && load(isRelaxed ? relaxed : plain, memory)
  }

  /** For each row the query with the largest inner product, the first of equals. */
  nearest(p: NearestParameters): void {
    if (!this.#passes) nearestInJs(this.#instance.buffer, p)
    else this.#passes.nearest(p.rowCount, p.stride, p.codes, p.sums, p.queryCount, p.queries, p.queryScales, p.out)
  }

  /** `total = table[bits that differ] + bias`, or `missing + bias` without a vector. */
  hamming(p: HammingParameters): void {
    if (!this.#passes) hammingInJs(this.#instance.buffer, p)
    else this.#passes.hamming(p.rowCount, p.stride, p.signatures, p.present, p.biases, p.mask, p.query, p.table, p.missing, p.totals)
  }
}

function load(hex: string, memory: WebAssembly.Memory): Passes {
  return new WebAssembly.Instance(new WebAssembly.Module(bytesOf(hex)), { env: { memory } }).exports as unknown as Passes
}
