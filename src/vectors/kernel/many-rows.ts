import { hammingInJs } from './hamming-js.js'
import plain from './many-rows.as.ts?wasm'
import relaxed from './many-rows.as.ts?wasm-relaxed'
import { nearestInJs } from './nearest-js.js'
import type { HammingParameters, KernelInstance, NearestParameters, Passes } from './parameters.js'

/** The passes of indexes of very many rows, over the memory of a kernel instance. */
export class ManyRowsPasses {
  readonly #instance: KernelInstance
  readonly #passes: Passes | null

  constructor(instance: KernelInstance) {
    this.#instance = instance
    this.#passes = instance.load({ plain, relaxed })
  }

  /** For each row the query with the largest inner product, the first of equals. */
  nearest(p: NearestParameters): void {
    if (!this.#passes) nearestInJs(this.#instance.buffer, p)
    else this.#passes.nearest!(p.rowCount, p.stride, p.codes, p.sums, p.queryCount, p.queries, p.queryScales, p.out)
  }

  /** `total = table[bits that differ] + bias` (`missing + bias` without a vector). */
  hamming(p: HammingParameters): void {
    if (!this.#passes) hammingInJs(this.#instance.buffer, p)
    else this.#passes.hamming!(p.rowCount, p.stride, p.signatures, p.present, p.biases, p.mask, p.query, p.table, p.missing, p.totals)
  }
}
