import type { Encoder } from '../encoder/encoder.js'
import type { EncoderClient } from '../engine/encoder-client.js'
import type { EncoderInfo } from '../protocol.js'

/** An encoder in this process. `load` is called when the first vector is wanted, and again after it has failed. */
export class NodeEncoder implements EncoderClient {
  info: EncoderInfo | undefined
  readonly #load: () => Promise<Encoder>
  #encoder: Promise<Encoder> | undefined

  constructor(load: () => Promise<Encoder>) {
    this.#load = load
  }

  async ensure(): Promise<EncoderInfo> {
    const { info } = await this.#loaded()
    this.info = info
    return info
  }

  async encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array> {
    await this.ensure()
    return (await this.#loaded()).encode(texts, kind, signal)
  }

  dispose(): void {
    void this.#encoder?.then((encoder) => encoder.dispose()).catch(() => {})
  }

  #loaded(): Promise<Encoder> {
    this.#encoder ??= this.#load().catch((thrown) => {
      this.#encoder = undefined
      throw thrown
    })
    return this.#encoder
  }
}
