import { after } from '../waiting.js'
import type { EncoderClient } from './encoder-client.js'

/** A visitor who typed does not wait longer than this for meaning: words answer, meaning follows. */
const PATIENCE_MS = 1000
const KEPT = 100

export interface QueryVectorOptions {
  readonly signal?: AbortSignal | undefined
  /** Waits for the vector however long it takes, and rejects if it cannot be had. */
  readonly complete?: boolean | undefined
}

/**
 * Vectors of searched texts. The first search starts the encoder and is answered by words. Once the vector is there,
 * `onLate` says that the same search now has a better answer.
 */
export class QueryVectors {
  readonly #known = new Map<string, Float32Array>()
  readonly #encoder: EncoderClient | null
  readonly #onLate: () => void

  /** @param encoder Null if none may be loaded. */
  constructor(encoder: EncoderClient | null, onLate: () => void) {
    this.#encoder = encoder
    this.#onLate = onLate
  }

  /** The vector of a text, or null if it cannot be had in time. @throws PagekinError of the encoder, with `complete`. */
  async of(text: string, { signal, complete = false }: QueryVectorOptions): Promise<Float32Array | null> {
    const known = this.#known.get(text)
    if (known || !this.#encoder) return known ?? null
    const isLoaded = this.#encoder.info !== undefined
    let isLate = !isLoaded && !complete
    const made = this.#encoder.encode([text], 'query', signal).then((vector) => {
      this.#keep(text, vector)
      if (isLate) this.#onLate()
      return vector
    })
    if (complete) return made
    // the encoder reports its failures itself
    const madeOrNot = made.catch(() => null)
    // a load takes seconds: not worth making anybody wait
    if (!isLoaded) return null
    const vector = await Promise.race([madeOrNot, after(PATIENCE_MS, null)])
    isLate = vector === null
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
