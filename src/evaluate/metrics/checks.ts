import { PagekinError } from '../../errors.js'

/** Throws `usage` unless a cutoff k is a whole number, 1 or more, or Infinity (the whole list). */
export function checkCutoff(where: string, k: number): void {
  if (k === Number.POSITIVE_INFINITY || (Number.isInteger(k) && k >= 1)) return
  throw new PagekinError('usage', `${where}: received k = ${k}, expected a whole number, 1 or more`)
}

/** Throws `usage` where a ranking names something twice: it would count twice, and recall could pass 1. */
export function checkDistinct<Id>(where: string, ranking: ArrayLike<Id>): void {
  const seen = new Set<Id>()
  for (let i = 0; i < ranking.length; i++) {
    const id = ranking[i]!
    if (seen.has(id)) throw new PagekinError('usage', `${where}: received ${String(id)} twice in one ranking, expected distinct ids`)
    seen.add(id)
  }
}

/** Throws `usage` unless two lists of values stand side by side and every number is finite. */
export function checkPaired(where: string, x: ArrayLike<number>, y: ArrayLike<unknown>): void {
  if (x.length !== y.length)
    throw new PagekinError('usage', `${where}: received ${x.length} and ${y.length} values, expected as many of both`)
  checkNumbers(where, x)
}

/** Throws `usage` for NaN and infinities. */
export function checkNumbers(where: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new PagekinError('usage', `${where}: received ${values[i]} at position ${i}, expected finite numbers`)
    }
  }
}

/** How many rows a flat row-major matrix has. Throws `usage` unless it holds whole rows of `dimensions` finite numbers. */
export function rowCount(where: string, matrix: ArrayLike<number>, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions < 1 || matrix.length % dimensions !== 0) {
    throw new PagekinError('usage', `${where}: received ${matrix.length} numbers for ${dimensions} dimensions, expected whole rows`)
  }
  checkNumbers(where, matrix)
  return matrix.length / dimensions
}
