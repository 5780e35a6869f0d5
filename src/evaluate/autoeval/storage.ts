import { measureStorage, smallestWithin } from '../../vectors/storage-choice.js'
import type { StorageReport } from './report.js'

/** Of float32. int8 in all dimensions takes a little more than a quarter: a scale and what belongs to it. */
const SHARES = [0.28, 0.125, 0.06, 0.03]
/** A recall of fewer says little. */
const FEWEST = 100

/** The smallest forms of vectors within some budgets, measured on a sample, row-major. Dimensions are cut from the end. */
export function storageReport(sample: Float32Array, dimensions: number): StorageReport | undefined {
  if (sample.length < FEWEST * dimensions) return undefined
  const { measured } = measureStorage({ sample, dimensions, rows: 1, matryoshka: true })
  const float32BytesPerItem = 4 * dimensions
  return {
    float32BytesPerItem,
    budgets: SHARES.map((share) => {
      const chosen = smallestWithin(measured, share * float32BytesPerItem)
      const { bits, float16, recallAt10, bytes } = chosen
      return { share, dimensions: chosen.dimensions, bits, float16, bytesPerItem: bytes, recallAt10 }
    }),
  }
}
