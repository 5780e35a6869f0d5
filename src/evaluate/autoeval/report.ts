import type { Reading } from './facts.js'
import type { FieldReport } from './fields.js'
import type { Finding } from './finding.js'
import type { Funnel } from './funnel.js'
import type { TaskScore } from './score.js'

/** What `autoeval` found, as plain data. `pagekin eval --json` prints it. */
export interface AutoevalReport {
  readonly catalog: {
    readonly items: number
    readonly rejected: number
    /** Items that were embedded and searched: all of them, or a seeded sample. */
    readonly sampled: number
    readonly bytes: number
  }
  /** Absent if words alone were measured. */
  readonly encoder?: {
    readonly name: string
    readonly dimensions: number
    /** Size of runtime, model and tokenizer, as files. */
    readonly downloadBytes: number
    /** Median milliseconds to make one query's vector, on this machine. */
    readonly encodeMs: number
  }
  /** What is wrong with the catalog, worst first. */
  readonly findings: readonly Finding[]
  readonly tasks: readonly TaskScore[]
  /** Absent without an encoder or without free pairs. */
  readonly funnel?: Funnel
  readonly fields: readonly FieldReport[]
  readonly meters: Meters
  /** Absent without an encoder, and for fewer than 100 items. */
  readonly storage?: StorageReport
  readonly seconds: { readonly embedding: number; readonly total: number }
}

/** What smaller vectors would lose. */
export interface StorageReport {
  readonly float32BytesPerItem: number
  /** For some budgets, as shares of float32, the smallest form that is as good as the best. */
  readonly budgets: readonly {
    readonly share: number
    readonly dimensions: number
    /** Kept of each int8 code. */
    readonly bits: 4 | 8
    readonly bytesPerItem: number
    /** Share of the ten nearest by float32 that this form finds. */
    readonly recallAt10: number
  }[]
}

/** Numbers about the shelves and the vectors as a whole. */
export interface Meters {
  /** Available items of the sample by the number of shelves of ten that they are on. The last count is for 50 and more. */
  readonly exposure: readonly number[]
  /** Share of the available items that are on another item's shelf. */
  readonly coverage: number
  /** Gini index of the places on shelves. 0: all items have the same number. */
  readonly gini: number
  /** Skewness of the 10-occurrence of centred vectors (hubness); above 1 some items are near everything. */
  readonly hubness?: number
  /** exp of the entropy of the singular values of the centred vectors: how many directions are in use. */
  readonly effectiveRank?: number
  /** Dimensions that follow from another one by their correlation. Vectors may do without them. */
  readonly redundantDimensions?: number
  /** log of the mean Gaussian potential of pairs of vectors; lower is more spread out. */
  readonly uniformity?: number
  /** Centred cosines to the nearest neighbour, and of random pairs: shares in twenty bins from -1 to 1. */
  readonly nearestCosines?: { readonly nearest: readonly number[]; readonly random: readonly number[] }
}

/** An encoder as the evaluation sees it. */
export interface EvaluatedEncoder {
  readonly name: string
  readonly dimensions: number
  readonly downloadBytes: number
  readonly encodeMs: number
  encode(texts: readonly string[], kind: 'query' | 'item'): Promise<Float32Array>
  read(text: string): Reading
}
