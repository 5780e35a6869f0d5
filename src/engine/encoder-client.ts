import type { EncoderInfo } from '../protocol.js'

/** The engine's side of an encoder: in a page another worker behind a port, on the command line a session in this process. */
export interface EncoderClient {
  /** Present while it is loaded. */
  readonly info: EncoderInfo | undefined
  /** The vectors at hand have so many dimensions. Once loaded, the encoder makes the same, if the model can. */
  prefer?(dimensions: number): void
  /**
   * Loads the encoder once. Concurrent calls share the load; a failed load may be tried again.
   * @throws PagekinError `model-unavailable`, `model-corrupt`, `encoder-failed`, `csp-wasm`, `worker-failed`, `timeout`.
   */
  ensure(): Promise<EncoderInfo>
  /** Row-major float32, unit length. Loads the encoder if necessary. */
  encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array>
  /** Whether the files of the model's next load stay on the device. */
  keepFiles?(keepsFiles: boolean): void
  dispose(): void
}
