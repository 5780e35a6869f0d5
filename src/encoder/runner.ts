/** A model that runs: token ids in, vectors out. */
export interface Runner {
  readonly device: 'webgpu' | 'wasm'
  /** A sentence: why this device. */
  readonly deviceReason: string
  /** Name of the model file. */
  readonly dtype: string
  /** What may go through the model together: so many texts, of so many tokens in all (or one text). */
  readonly batch: { readonly texts: number; readonly tokens: number }
  /** SHA-256 of the weights of a model without a manifest; else null. */
  readonly weightsHash: string | null
  /** Pooled vectors, row-major, not normalised. Calls may overlap. Throws `encoder-failed`, `timeout`, `gpu-lost`. */
  vectors(texts: readonly (readonly number[])[]): Promise<Float32Array>
  dispose(): Promise<void>
}
