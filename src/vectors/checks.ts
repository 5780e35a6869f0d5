import { PagekinError } from '../errors.js'

/** Throws `usage` unless `value` is an integer, 0 or more. */
export function checkCount(where: string, value: number): number {
  if (!Number.isInteger(value) || value < 0) throw new PagekinError('usage', `${where}: received ${value}, expected an integer, 0 or more`)
  return value
}

/** Throws `usage` for NaN and infinities. */
export function checkFinite(where: string, value: number): number {
  if (!Number.isFinite(value)) throw new PagekinError('usage', `${where}: received ${value}, expected a finite number`)
  return value
}

/** Throws `usage` unless the list has `expected` values. */
export function checkLength(where: string, values: ArrayLike<unknown>, expected: number): void {
  if (values.length !== expected) throw new PagekinError('usage', `${where}: received ${values.length} values, expected ${expected}`)
}

/** Throws `usage` unless a vector is `dimensions` finite numbers. */
export function checkVector(where: string, vector: Float32Array, dimensions: number): void {
  checkLength(where, vector, dimensions)
  for (let j = 0; j < dimensions; j++) {
    // tested before the call: building a message for every number would cost more than the scan
    if (!Number.isFinite(vector[j]!)) checkFinite(`${where}[${j}]`, vector[j]!)
  }
}
