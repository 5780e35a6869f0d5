import { PagekinError } from '../errors.js'
import { dotProduct } from '../vectors/normalize.js'
import { quantisesActivations } from './device.js'

/** Texts and the vectors that they must give: the self-test of a device. Vectors are pooled and of unit length. */
export interface Canary {
  readonly texts: readonly string[]
  /** Reference vectors of dynamically quantised int8; absent: those of float32 serve for it too. */
  readonly int8?: readonly (readonly number[])[]
  readonly float32: readonly (readonly number[])[]
}

/** A right device is above this, a wrong driver far below (docs/measurements.md#built-in-encoder). */
export const CANARY_MINIMUM = 0.98

/** How many of the texts are encoded at start. */
const CANARY_TEXTS = 3

/** Reads a parsed `canary.json`. Throws `model-corrupt` if it is not one. */
export function parseCanary(json: unknown): Canary {
  const { texts, float32, int8 = float32 } = (json ?? {}) as Record<string, unknown>
  if (!isList(texts, isString) || !isList(int8, isVector) || !isList(float32, isVector)) {
    throw new PagekinError('model-corrupt', 'canary.json: expected texts and float32, and int8 at will')
  }
  if (texts.length === 0 || int8.length !== texts.length || float32.length !== texts.length) {
    throw new PagekinError('model-corrupt', `canary.json: expected a vector for each of ${texts.length} texts`)
  }
  return { texts, int8, float32 }
}

/**
 * Encodes a few texts, spread over the list, and returns the lowest cosine against the reference vectors of `dtype` (the
 * name of the model file). Not a number counts as -1: whatever compares it must fail.
 */
export async function canaryCosine(
  canary: Canary,
  dtype: string,
  encode: (texts: readonly string[]) => Promise<Float32Array>,
): Promise<number> {
  const references = (quantisesActivations(dtype) && canary.int8) || canary.float32
  const step = canary.texts.length / Math.min(CANARY_TEXTS, canary.texts.length)
  const rows = Array.from({ length: Math.min(CANARY_TEXTS, canary.texts.length) }, (_, index) => Math.floor(index * step))
  const vectors = await encode(rows.map((row) => canary.texts[row]!))
  const dimensions = vectors.length / rows.length
  const cosines = rows.map((row, index) => {
    const reference = references[row]!
    if (reference.length !== dimensions) return -1
    const vector = vectors.subarray(index * dimensions, (index + 1) * dimensions)
    const cosine = dotProduct(vector, reference) / Math.sqrt(dotProduct(vector, vector) * dotProduct(reference, reference))
    return Number.isNaN(cosine) ? -1 : cosine
  })
  return Math.min(...cosines)
}

function isList<T>(value: unknown, isMember: (member: unknown) => member is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isMember)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((member) => Number.isFinite(member))
}
