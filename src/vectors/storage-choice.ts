import { PagekinError } from '../errors.js'
import { componentReduction, type DimensionReduction, firstOf, prefixReduction } from './dimension-reduction.js'
import { FlatIndex } from './flat-index.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { sampleRows } from './statistics.js'

export interface StorageOption {
  readonly dimensions: number
  /** Of each code. */
  readonly bits: 4 | 8
  /** Whether float16 rows are kept beside the int8 codes. */
  readonly float16: boolean
  /** What all rows take. */
  readonly bytes: number
  /** Of the sample's rows, against float32. */
  readonly recallAt10: number
}

export interface StorageChoice {
  readonly chosen: StorageOption
  /** `1 - recallAt10` of what was chosen. */
  readonly lost: number
  /** False when even the smallest takes more than the budget: then it is the one chosen. */
  readonly fits: boolean
  readonly measured: readonly StorageOption[]
  /** Null where all dimensions are kept. */
  readonly reduction: DimensionReduction | null
}

export interface StorageRequest {
  /** Vectors, row-major, some hundred or more; a recall of few rows flatters. */
  readonly sample: Float32Array
  readonly dimensions: number
  /** That the index will have. */
  readonly rows: number
  readonly budgetMB: number
  /** Whether the encoder was trained for its first dimensions to be enough. Default false. */
  readonly matryoshka?: boolean
  /** Default 64. */
  readonly queries?: number
  readonly seed?: number
  readonly kernel?: Kernel
}

/** Shares of the dimensions that are tried. */
const SHARES = [1, 11 / 12, 3 / 4, 1 / 2, 3 / 8, 1 / 4, 3 / 16, 1 / 6, 1 / 8, 1 / 12, 1 / 16, 1 / 32]
const FORMS = [
  { bits: 4, float16: false },
  { bits: 8, float16: false },
  { bits: 8, float16: true },
] as const
/** A code's scale, the squares of a row's codes and its inverse distance from the centre, 4 bytes each, and a flag. */
const OVERHEAD = 13
const K = 10
/** Options that lose no more than this against the best are as good as it. */
const TOLERANCE = 0.005

export interface MeasuredStorage {
  readonly measured: readonly StorageOption[]
  /** What is done to vectors for an option; null where all dimensions are kept. */
  reductionTo(dimensions: number): DimensionReduction | null
}

/** Measures every way to keep rows, four or eight bits of int8 or float16 beside it, in all dimensions or in fewer, by its recall@10 on a sample. */
export function measureStorage(request: Omit<StorageRequest, 'budgetMB'>): MeasuredStorage {
  const { sample, dimensions, seed = 1, matryoshka = false } = request
  const count = sample.length / dimensions
  if (!Number.isInteger(count) || count < 2 * K) {
    throw new PagekinError('usage', `measureStorage: received ${sample.length} numbers, expected ${2 * K} rows of ${dimensions} or more`)
  }
  const kept = [...new Set(SHARES.map((share) => Math.max(1, Math.round(dimensions * share))))]
  const components = matryoshka || kept.length < 2 ? null : componentReduction(sample, dimensions, kept[1]!, seed)
  const reductionTo = (length: number) =>
    length === dimensions ? null : components ? firstOf(components, length) : prefixReduction(length)
  const measure = measurer(request)
  const measured = kept.flatMap((length) =>
    FORMS.map(({ bits, float16 }): StorageOption => {
      // rows are padded to 32 codes
      const bytes = request.rows * ((Math.ceil(length / 32) * 32 * bits) / 8 + (float16 ? 2 * length : 0) + OVERHEAD)
      return { dimensions: length, bits, float16, bytes, recallAt10: measure(reductionTo(length), bits, float16) }
    }),
  )
  return { measured, reductionTo }
}

/** Of the options that take no more than `budgetBytes`, the smallest that is as good as the best; the smallest of all where none fits. */
export function smallestWithin(measured: readonly StorageOption[], budgetBytes: number): StorageOption {
  const smallestFirst = measured.toSorted((a, b) => a.bytes - b.bytes)
  const fitting = smallestFirst.filter(({ bytes }) => bytes <= budgetBytes)
  const best = Math.max(...fitting.map(({ recallAt10 }) => recallAt10))
  return fitting.find(({ recallAt10 }) => recallAt10 >= best - TOLERANCE) ?? smallestFirst[0]!
}

/** Chooses how rows are kept within a budget, out of what `measureStorage` finds. */
export function chooseStorage(request: StorageRequest): StorageChoice {
  const { measured, reductionTo } = measureStorage(request)
  const budgetBytes = request.budgetMB * 2 ** 20
  const chosen = smallestWithin(measured, budgetBytes)
  return { chosen, lost: 1 - chosen.recallAt10, fits: chosen.bytes <= budgetBytes, measured, reduction: reductionTo(chosen.dimensions) }
}

/** A function that measures the recall of one way to keep the sample. */
function measurer({ sample, dimensions, queries = 64, seed = 1, kernel = createKernel() }: Omit<StorageRequest, 'budgetMB'>) {
  const count = sample.length / dimensions
  const vectorAt = (row: number) => sample.subarray(row * dimensions, (row + 1) * dimensions)
  const asked = sampleRows(count, { size: queries, seed })
  const fill = (reduction: DimensionReduction | null, bits: 4 | 8, budgetMB: number) => {
    const index = new FlatIndex(reduction?.dimensions ?? dimensions, { kernel, budgetMB, bits })
    index.resize(count)
    for (let row = 0; row < count; row++) index.set(row, reduction ? reduction.row(vectorAt(row)) : vectorAt(row))
    return index
  }
  const exact = Array.from(asked, (row) => new Set(exactBest(sample, dimensions, vectorAt(row))))
  return (reduction: DimensionReduction | null, bits: 4 | 8, float16: boolean): number => {
    const index = fill(reduction, bits, float16 ? Number.MAX_SAFE_INTEGER : 0)
    let found = 0
    asked.forEach((row, i) => {
      const query = reduction ? reduction.query(vectorAt(row)) : vectorAt(row)
      found += index.search({ query }, K).rows.filter((hit) => exact[i]!.has(hit)).length
    })
    return found / (K * asked.length)
  }
}

function exactBest(vectors: Float32Array, dimensions: number, query: Float32Array): number[] {
  const scores: { row: number; score: number }[] = []
  for (let start = 0, row = 0; start < vectors.length; start += dimensions, row++) {
    let score = 0
    for (let j = 0; j < dimensions; j++) score += vectors[start + j]! * query[j]!
    scores.push({ row, score })
  }
  return scores
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, K)
    .map(({ row }) => row)
}
