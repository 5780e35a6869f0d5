import type { EncoderClient } from '../../../src/engine/encoder-client.js'
import type { CheckContext } from '../context.js'

/** The page's encoder, with the vectors that the checks keep. */
export function encoderOf(context: CheckContext, dimensions: number): EncoderClient {
  const info = {
    fingerprint: 'check',
    dimensions,
    device: 'wasm',
    deviceReason: 'vectors are given',
    dtype: 'float32',
    canary: null,
    bytes: { runtime: 0, model: 0 },
  } as const
  return {
    info,
    ensure: async () => info,
    encode: async (texts, kind) => (await context.embed(texts, { kind })).vectors,
    dispose() {},
  }
}
