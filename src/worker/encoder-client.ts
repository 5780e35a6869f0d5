import type { EncoderInfo } from './protocol.js'

/** The engine's side of an encoder: in a page another worker behind a port, on the command line a session in this process. */
export interface EncoderClient {
  /** Present once it has been loaded and until it fails. */
  readonly info: EncoderInfo | undefined
  /** Vectors of so many dimensions are there already: loaded from now on, the encoder makes such, where the model can. */
  prefer?(dimensions: number): void
  /**
   * Loads the encoder, once; concurrent calls share the load, a failed one may be tried again.
   * @throws PagekinError `model-unavailable`, `model-corrupt`, `encoder-failed`, `csp-wasm`, `worker-failed`, `timeout`.
   */
  ensure(): Promise<EncoderInfo>
  /** Row-major float32, unit length. Loads the encoder when need be. */
  encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array>
  dispose(): void
}
