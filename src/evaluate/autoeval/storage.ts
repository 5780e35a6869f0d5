import { FlatIndex } from '../../vectors/flat-index.js'
import { createKernel } from '../../vectors/kernel/kernel.js'
import { truncateDimensions } from '../../vectors/normalize.js'
import { bytesOfRow } from '../../vectors/row-memory.js'
import { sampleRows } from '../../vectors/statistics.js'
import { topK } from '../../vectors/top-k.js'
import type { StorageReport } from './report.js'

/** A form in which `FlatIndex` can store vectors. */
export interface StorageForm {
  /** Dimensions kept: the first ones, scaled to unit length again. */
  readonly dimensions: number
  /** Bits kept of each int8 code. */
  readonly bits: 4 | 8
  readonly bytesPerItem: number
  /** Share of the sample's ten nearest by float32 that it finds. */
  readonly recallAt10: number
}

/** Budgets, as shares of float32. int8 in all dimensions takes a little more than a quarter: codes have a scale beside them. */
const BUDGETS = [0.28, 0.125, 0.06, 0.03]
/** Shares of the dimensions to measure. */
const SHARES = [1, 11 / 12, 3 / 4, 1 / 2, 3 / 8, 1 / 4, 3 / 16, 1 / 6, 1 / 8, 1 / 12, 1 / 16, 1 / 32]
const QUERIES = 64
const K = 10
/** The recall of a smaller sample says little. */
const FEWEST = 100
/** A form is as good as the best if its recall is at most this much lower. */
const TOLERANCE = 0.005

/** The smallest forms of vectors within some budgets, measured on a sample, row-major. Undefined for a small sample. */
export function storageReport(sample: Float32Array, dimensions: number): StorageReport | undefined {
  if (sample.length < FEWEST * dimensions) return undefined
  const forms = measureStorage(sample, dimensions)
  const float32BytesPerItem = 4 * dimensions
  return { float32BytesPerItem, budgets: BUDGETS.map((share) => ({ share, ...smallestWithin(forms, share * float32BytesPerItem) })) }
}

/** Measures the recall@10 of 4 and 8 bits of each code, in all dimensions and in fewer, on a sample, row-major. */
export function measureStorage(sample: Float32Array, dimensions: number): StorageForm[] {
  const kernel = createKernel()
  const asked = sampleRows(sample.length / dimensions, { size: QUERIES })
  const exact = Array.from(asked, (row) => exactBest(sample, dimensions, row))
  const kept = new Set(SHARES.map((share) => Math.max(1, Math.round(dimensions * share))))
  return [...kept].flatMap((length) => {
    const vectors = length === dimensions ? sample : truncateDimensions(sample, dimensions, length)
    const vectorAt = (row: number) => vectors.subarray(row * length, (row + 1) * length)
    return ([4, 8] as const).map((bits): StorageForm => {
      const index = new FlatIndex(length, { kernel, bits })
      index.resize(vectors.length / length)
      for (let row = 0; row < index.size; row++) index.set(row, vectorAt(row))
      let found = 0
      asked.forEach((row, i) => {
        found += index.search({ query: vectorAt(row) }, K).rows.filter((hit) => exact[i]!.has(hit)).length
      })
      return { dimensions: length, bits, bytesPerItem: bytesOfRow(length, bits), recallAt10: found / (K * asked.length) }
    })
  })
}

/** The smallest form within a budget that is as good as the best within it; the smallest of all if none fits. */
export function smallestWithin<Form extends StorageForm>(forms: readonly Form[], budgetBytes: number): Form {
  const smallestFirst = forms.toSorted((a, b) => a.bytesPerItem - b.bytesPerItem)
  const fitting = smallestFirst.filter(({ bytesPerItem }) => bytesPerItem <= budgetBytes)
  const best = Math.max(...fitting.map(({ recallAt10 }) => recallAt10))
  return fitting.find(({ recallAt10 }) => recallAt10 >= best - TOLERANCE) ?? smallestFirst[0]!
}

function exactBest(vectors: Float32Array, dimensions: number, asked: number): ReadonlySet<number> {
  const scores = Float32Array.from({ length: vectors.length / dimensions }, (_, row) => {
    let sum = 0
    for (let j = 0; j < dimensions; j++) sum += vectors[row * dimensions + j]! * vectors[asked * dimensions + j]!
    return sum
  })
  return new Set(topK(scores, K).rows)
}
