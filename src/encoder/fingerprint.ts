import { sha256Hex } from '../sha256.js'
import type { ModelSettings } from './model-settings.js'

/**
 * The identity of an encoder's vectors, as 16 hexadecimal digits: vectors of different fingerprints are never compared.
 * Device and numeric type are no part of it: their vectors differ by rounding only.
 *
 * @param tokenizerHash SHA-256 of `tokenizer.json`
 * @param weightsHash SHA-256 of the weights, for a model without a manifest; else null. Such a model's id promises nothing, and is
 * the address that it was read from: it is no part of the identity, so that what was made from a folder serves a page
 */
export async function fingerprint(
  settings: Pick<ModelSettings, 'id' | 'pooling' | 'prefix' | 'maxTokens'>,
  dimensions: number,
  tokenizerHash: string,
  weightsHash: string | null,
): Promise<string> {
  const { id, pooling, prefix, maxTokens } = settings
  // an array: the order of an object's keys would be part of the identity
  const identity = JSON.stringify([
    weightsHash === null ? id : null,
    tokenizerHash,
    pooling,
    prefix.query,
    prefix.item,
    dimensions,
    maxTokens,
    weightsHash,
  ])
  return (await sha256Hex(new TextEncoder().encode(identity))).slice(0, 16)
}
