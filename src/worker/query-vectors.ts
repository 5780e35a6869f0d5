import type { EncoderClient } from './encoder-client.js'

/** A visitor who typed does not wait longer than this for meaning: words answer, meaning follows. */
const PATIENCE_MS = 1000
const KEPT = 100

/**
 * Vectors of searched texts. The first search starts the encoder and is answered by words; once the vector is there,
 * `onLate` says that the same search now has a better answer.
 */
export class QueryVectors {
  readonly #known = new Map<string, Float32Array>()
  readonly #encoder: EncoderClient
  readonly #onLate: () => void

  constructor(encoder: EncoderClient, onLate: () => void) {
    this.#encoder = encoder
    this.#onLate = onLate
  }

  /** The vector, however long it takes. @throws what the encoder throws. */
  async wait(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    const vector = this.#known.get(text) ?? (await this.#encoder.encode([text], 'query', signal))
    this.#keep(text, vector)
    return vector
  }

  /** The vector, or null when it is not to be had in time. Failures are the encoder's to report. */
  async get(text: string, signal: AbortSignal | undefined): Promise<Float32Array | null> {
    const known = this.#known.get(text)
    if (known) return known
    const loaded = this.#encoder.info !== undefined
    let late = !loaded
    const made = this.#encoder.encode([text], 'query', signal).then(
      (vector) => {
        this.#keep(text, vector)
        if (late) this.#onLate()
        return vector
      },
      () => null,
    )
    // a load takes seconds: not worth making anybody wait, not even for the patience
    if (!loaded) return null
    const timeout = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null))
    const vector = await Promise.race([made, timeout])
    late = vector === null
    return vector
  }

  clear(): void {
    this.#known.clear()
  }

  #keep(text: string, vector: Float32Array): void {
    this.#known.set(text, vector)
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value!)
  }
}
