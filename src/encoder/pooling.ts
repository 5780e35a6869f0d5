import { PagekinError } from '../errors.js'

/** How the hidden states of a text's tokens become one vector: their mean, the first ([CLS]), or the last. */
export type Pooling = 'mean' | 'cls' | 'last'

/**
 * Pools `hidden` (batch x tokens x dimensions) over the positions where `mask` (batch x tokens) is 1, into batch x
 * dimensions. Every row of the mask needs a 1. Sums in float64.
 */
export function pool(hidden: Float32Array, mask: Int32Array, batch: number, tokens: number, pooling: Pooling): Float32Array {
  const dimensions = hidden.length / (batch * tokens)
  if (mask.length !== batch * tokens || !Number.isInteger(dimensions)) {
    throw new PagekinError('usage', `pool: received ${hidden.length} numbers and a mask of ${mask.length}, expected ${batch} x ${tokens}`)
  }
  const pooled = new Float32Array(batch * dimensions)
  for (let text = 0; text < batch; text++) {
    const positions = positionsOf(mask.subarray(text * tokens, (text + 1) * tokens), pooling)
    for (let dimension = 0; dimension < dimensions; dimension++) {
      let sum = 0
      for (const position of positions) sum += hidden[(text * tokens + position) * dimensions + dimension]!
      pooled[text * dimensions + dimension] = sum / positions.length
    }
  }
  return pooled
}

function positionsOf(mask: Int32Array, pooling: Pooling): number[] {
  const positions: number[] = []
  mask.forEach((bit, position) => {
    if (bit === 1) positions.push(position)
  })
  if (positions.length === 0) throw new PagekinError('usage', 'pool: received a mask without a 1, expected one token at least')
  if (pooling === 'mean') return positions
  return pooling === 'cls' ? positions.slice(0, 1) : positions.slice(-1)
}
