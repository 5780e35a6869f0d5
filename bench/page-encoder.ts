import type { EncoderClient } from '../src/engine/encoder-client.js'
import { createSerialQueue } from '../src/waiting.js'
import type { EmbedTextsOptions, TextVectors } from './text-vectors.js'

/** A page's encoder by texts that are kept between runs: `embed` as `embedTexts` does. */
export async function encoderOf(
  embed: (texts: readonly string[], options?: EmbedTextsOptions) => Promise<TextVectors>,
): Promise<EncoderClient> {
  const { fingerprint, dimensions } = await embed([])
  const info = {
    fingerprint,
    dimensions,
    device: 'wasm',
    deviceReason: 'vectors are given',
    dtype: 'float32',
    canary: null,
    bytes: { runtime: 0, model: 0 },
  } as const
  // one after the other: they are kept in one file
  const inTurn = createSerialQueue()
  return {
    info,
    ensure: async () => info,
    encode: (texts, kind) => inTurn(async () => (await embed(texts, { kind })).vectors),
    dispose() {},
  }
}
