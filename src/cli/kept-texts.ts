import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './output-file.js'

/** Texts between two writes: some seconds of work, so that a run that is cut loses no more. */
const CHUNK = 512
const KEY_BYTES = 32
const HEADER_BYTES = 8

/** `all`: how many texts this call of `get` makes, over all its chunks. */
export type EncodeTexts = (texts: readonly string[], all: number) => Promise<Float32Array>

/**
 * Vectors of texts as float32 (items on the command line are kept as int8), each text embedded once a machine: chunk files in a
 * folder that belongs to one encoder setting, rows by the SHA-256 of the text.
 */
export class KeptTexts {
  readonly #folder: string | null
  readonly #dimensions: number
  #known: Map<string, Float32Array> | undefined

  /** @param folder null keeps nothing between runs. */
  constructor(folder: string | null, dimensions: number) {
    this.#folder = folder
    this.#dimensions = dimensions
  }

  /**
   * The vectors of texts, row-major, in their order; `encode` makes those that no run has made yet.
   *
   * @returns `made`: how many those were. @throws what `encode` throws.
   */
  async get(
    texts: readonly string[],
    encode: EncodeTexts,
    onProgress: (done: number, total: number) => void = () => {},
  ): Promise<{ vectors: Float32Array; made: number }> {
    this.#known ??= await this.#read()
    const known = this.#known
    const keys = texts.map((text) => createHash('sha256').update(text).digest('hex'))
    const missing = [...new Map(texts.flatMap((text, i) => (known.has(keys[i]!) ? [] : [[keys[i]!, text] as const])))]
    for (let start = 0; start < missing.length; start += CHUNK) {
      const chunk = missing.slice(start, start + CHUNK)
      const vectors = await encode(
        chunk.map(([, text]) => text),
        missing.length,
      )
      await this.#write(
        chunk.map(([key]) => key),
        vectors,
      )
      chunk.forEach(([key], i) => {
        known.set(key, vectors.subarray(i * this.#dimensions, (i + 1) * this.#dimensions))
      })
      onProgress(start + chunk.length, missing.length)
    }
    const vectors = new Float32Array(texts.length * this.#dimensions)
    keys.forEach((key, i) => {
      vectors.set(known.get(key)!, i * this.#dimensions)
    })
    return { vectors, made: missing.length }
  }

  /** A chunk file: rows and dimensions as uint32, then 32 bytes of key a row, then float32 rows; little endian. */
  async #write(keys: readonly string[], vectors: Float32Array): Promise<void> {
    if (this.#folder === null) return
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt32LE(keys.length, 0)
    header.writeUInt32LE(this.#dimensions, 4)
    const keyBytes = Buffer.from(keys.join(''), 'hex')
    const bytes = Buffer.concat([header, keyBytes, Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength)])
    const path = join(this.#folder, `${createHash('sha256').update(keyBytes).digest('hex').slice(0, 32)}.texts`)
    try {
      await mkdir(this.#folder, { recursive: true })
      await writeWhole(path, bytes)
    } catch {
      // the next run makes them again
    }
  }

  async #read(): Promise<Map<string, Float32Array>> {
    const known = new Map<string, Float32Array>()
    if (this.#folder === null) return known
    const names = await readdir(this.#folder).catch(() => [])
    for (const name of names.filter((name) => name.endsWith('.texts'))) {
      const path = join(this.#folder, name)
      // another run may just have deleted it
      const bytes = await readFile(path).catch(() => Buffer.alloc(0))
      const rows = bytes.length < HEADER_BYTES ? 0 : bytes.readUInt32LE(0)
      const start = HEADER_BYTES + rows * KEY_BYTES
      if (rows === 0 || bytes.readUInt32LE(4) !== this.#dimensions || bytes.length !== start + rows * this.#dimensions * 4) {
        // no chunk, or a damaged one: its texts are embedded again
        await rm(path, { force: true })
        continue
      }
      const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length))
      for (let row = 0; row < rows; row++) {
        const at = HEADER_BYTES + row * KEY_BYTES
        known.set(bytes.toString('hex', at, at + KEY_BYTES), vectors.subarray(row * this.#dimensions, (row + 1) * this.#dimensions))
      }
    }
    return known
  }
}
