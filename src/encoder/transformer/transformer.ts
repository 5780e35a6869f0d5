import { PagekinError } from '../../errors.js'
import type { Kernel } from './kernel.js'
import { endingAfter, FILE_START, HEADER_BYTES, type MatrixAt, type ModelLayout, readLayout } from './model-file.js'
import type { KernelInstance } from './passes.js'

/** Tokens that go through the model together, of several texts. */
export const BATCH_TOKENS = 256

/** Where the numbers of a call are in memory, in bytes, behind the model. */
interface Room {
  readonly ids: number
  readonly activations: number
  readonly scales: number
  readonly offsets: number
  readonly sums: number
  /** float32, positions x width. */
  readonly places: number
  /** float32, a row a token: the state of the tokens between two layers. */
  readonly states: number
  readonly mixed: number
  /** Queries, keys and contents; later the inner numbers of a layer, or of an exit. */
  readonly wide: number
  readonly scratch: number
  readonly means: number
  readonly vectors: number
  readonly bytes: number
}

/** An earlier end of the model: docs/model-format.md#exits. */
export interface Exit {
  /** How many of the layers come before it. */
  readonly layers: number
  /** `exit-1.bin` for one layer. */
  readonly file: Uint8Array<ArrayBuffer>
}

/** What is read beside the model file. */
export interface Beside {
  /** Where the model ends. Default: after its last layer. */
  readonly exit?: Exit | undefined
  /** `words-multilingual.bin`: more rows of the token table (docs/model-format.md#more-words). Default: none. */
  readonly words?: Uint8Array<ArrayBuffer> | undefined
}

/**
 * The built-in encoder: a model file in one memory, and passes that work on it. Nothing is allocated a call but the result. A text has
 * the same bits alone and in any company.
 */
export class Transformer {
  readonly room: Room
  #layout: ModelLayout
  readonly #instance: KernelInstance
  readonly #ids: Uint32Array

  private constructor(layout: ModelLayout, room: Room, instance: KernelInstance) {
    this.#layout = layout
    this.room = room
    this.#instance = instance
    this.#ids = new Uint32Array(instance.buffer, room.ids, rowsOf(layout))
  }

  /**
   * Reads a model file, gzipped. Parts are put in their place while the rest is unpacked.
   *
   * Throws `model-corrupt` if it is none, or not whole; `encoder-failed` without memory for it.
   */
  static async read(file: Uint8Array<ArrayBuffer>, kernel: Kernel, beside: Beside = {}): Promise<Transformer> {
    const words = beside.words ? await unpackWhole(WORDS_FILE, beside.words) : new Uint8Array(0)
    const header = new Uint8Array(HEADER_BYTES)
    let made: Transformer | undefined
    let write = (_part: Uint8Array, _at: number) => {}
    let own = HEADER_BYTES
    let end = 0
    for await (const unpacked of unpack('encoder.bin', file)) {
      let part = unpacked
      if (!made) {
        header.set(part.subarray(0, HEADER_BYTES - end), end)
        const taken = Math.min(part.length, HEADER_BYTES - end)
        end += taken
        if (end < HEADER_BYTES) continue
        const layout = readLayout(header, words.length)
        const room = makeRoom(layout)
        made = new Transformer(layout, room, instantiate(kernel, room.bytes))
        write = writerOf(new Uint8Array(made.#instance.buffer, FILE_START), layout, words)
        own = layout.bytes - words.length
        write(header, 0)
        part = part.subarray(taken)
      }
      if (end + part.length > own) throw notWhole('encoder.bin', end + part.length, own)
      write(part, end)
      end += part.length
    }
    if (!made || end !== own) throw notWhole('encoder.bin', end, own)
    made.#unpackPlaces()
    if (beside.exit) await made.#endAt(beside.exit)
    return made
  }

  /** Where the parts of the model are that it runs. */
  get layout(): ModelLayout {
    return this.#layout
  }

  /** The memory that `layout` and `room` point into. */
  get buffer(): ArrayBuffer {
    return this.#instance.buffer
  }

  /**
   * A vector for each text, row-major, not normalised, from token ids: `BATCH_TOKENS` at most in all, or one text of as many as the model
   * has positions. Throws `usage` for more, for none, and for an id that is not in the vocabulary.
   */
  vectors(texts: readonly (readonly number[])[]): Float32Array {
    const { layout, room } = this
    const { passes } = this.#instance
    const { width, heads } = layout
    const rowBytes = 4 * width
    const rows = this.#take(texts)
    passes.lookUp(rows, layout.tableWidth, room.ids, layout.table.codes, layout.table.scales, ...this.#activations())
    this.#multiply(rows, layout.lift, room.mixed)
    let start = 0
    for (const { length } of texts) {
      const at = start * rowBytes
      passes.addNorm(length, width, room.mixed + at, room.places, layout.norm.gains, layout.norm.shifts, room.states + at)
      start += length
    }
    for (const { queries, mix, mixNorm, up, down, downNorm } of layout.layer) {
      this.#quantizeAndMultiply(rows, room.states, queries, room.wide)
      start = 0
      for (const { length } of texts) {
        passes.attend(length, width, heads, room.wide + 3 * start * rowBytes, room.scratch, room.mixed + start * rowBytes)
        start += length
      }
      this.#quantizeAndMultiply(rows, room.mixed, mix, room.mixed)
      passes.addNorm(rows, width, room.mixed, room.states, mixNorm.gains, mixNorm.shifts, room.states)
      this.#quantizeAndMultiply(rows, room.states, up, room.wide, 1)
      this.#quantizeAndMultiply(rows, room.wide, down, room.mixed)
      passes.addNorm(rows, width, room.mixed, room.states, downNorm.gains, downNorm.shifts, room.states)
    }
    if (layout.map) this.#quantizeAndMultiply(rows, room.states, layout.map, room.wide, 1)
    const mapped = layout.map ? room.wide : room.states
    const { inputs } = layout.head
    start = 0
    texts.forEach(({ length }, text) => {
      passes.meanRows(length, inputs, mapped + 4 * start * inputs, room.means + 4 * text * inputs)
      start += length
    })
    this.#quantizeAndMultiply(texts.length, room.means, layout.head, room.vectors)
    return new Float32Array(this.buffer, room.vectors, texts.length * layout.outputs).slice()
  }

  /** Writes the ids of the texts, one after the other. Returns how many there are. */
  #take(texts: readonly (readonly number[])[]): number {
    const rows = checkTexts(texts, this.layout, this.#ids.length)
    let row = 0
    for (const ids of texts) for (const id of ids) this.#ids[row++] = id
    return rows
  }

  #activations(): readonly [number, number, number, number] {
    const { activations, scales, offsets, sums } = this.room
    return [activations, scales, offsets, sums]
  }

  #quantizeAndMultiply(rows: number, values: number, matrix: MatrixAt, out: number, activate: 0 | 1 = 0): void {
    this.#instance.passes.quantize(rows, matrix.inputs, values, ...this.#activations())
    this.#multiply(rows, matrix, out, activate)
  }

  #multiply(rows: number, { inputs, outputs, weights, scales, sums, biases }: MatrixAt, out: number, activate: 0 | 1 = 0): void {
    const { passes } = this.#instance
    passes.matmul(rows, inputs, outputs, ...this.#activations(), weights, scales, sums, biases, activate, out)
  }

  /** Leaves out the layers after an exit. */
  async #endAt({ layers, file }: Exit): Promise<void> {
    const name = exitFile(layers)
    const { layout, start, end } = endingAfter(layers, this.layout)
    const memory = new Uint8Array(this.buffer, 0, end)
    let at = start
    for await (const part of unpack(name, file)) {
      if (at + part.length > end) throw notWhole(name, at + part.length - start, end - start)
      memory.set(part, at)
      at += part.length
    }
    if (at !== end) throw notWhole(name, at - start, end - start)
    this.#layout = layout
  }

  #unpackPlaces(): void {
    const { positions, width, places } = this.layout
    const codes = new Int8Array(this.buffer, places.codes, positions * width)
    const scales = new Float32Array(this.buffer, places.scales, positions)
    const unpacked = new Float32Array(this.buffer, this.room.places, positions * width)
    for (let at = 0; at < codes.length; at++) unpacked[at] = codes[at]! * scales[Math.floor(at / width)]!
  }
}

/** How many tokens the texts have. Throws what `Transformer.vectors` says, if there are more than `most`. */
export function checkTexts(
  texts: readonly (readonly number[])[],
  { positions, vocabulary }: Pick<ModelLayout, 'positions' | 'vocabulary'>,
  most: number,
): number {
  let rows = 0
  for (const ids of texts) {
    if (ids.length === 0 || ids.length > positions || rows + ids.length > most) {
      throw new PagekinError(
        'usage',
        `encoder: received a text of ${ids.length} tokens after ${rows}, expected 1 to ${positions}, and ${most} in all`,
      )
    }
    rows += ids.length
    const unknown = ids.find((id) => id >= vocabulary)
    if (unknown !== undefined) {
      throw new PagekinError('model-corrupt', `tokenizer.json: received token ${unknown}, expected one below ${vocabulary}`)
    }
  }
  return rows
}

function rowsOf({ positions }: ModelLayout): number {
  return Math.max(BATCH_TOKENS, positions)
}

function makeRoom(layout: ModelLayout): Room {
  const { positions, width, heads, inner, outputs, tableWidth } = layout
  // products take three rows at a time
  const rows = Math.ceil(rowsOf(layout) / 3) * 3
  let end = FILE_START + layout.bytes
  const take = (bytes: number) => {
    const at = end
    end += Math.ceil(bytes / 16) * 16
    return at
  }
  const room = {
    ids: take(4 * rows),
    // two bytes each in plain SIMD
    activations: take(2 * rows * Math.max(width, inner, tableWidth)),
    scales: take(4 * rows),
    offsets: take(4 * rows),
    sums: take(4 * rows),
    places: take(4 * positions * width),
    states: take(4 * rows * width),
    mixed: take(4 * rows * width),
    wide: take(4 * rows * Math.max(3 * width, inner)),
    scratch: take(4 * ((1.5 * width) / heads + 4) * (positions + 8)),
    // of an exit twice as wide
    means: take(4 * rows * 2 * width),
    vectors: take(4 * rows * outputs),
  }
  return { ...room, bytes: end }
}

function instantiate(kernel: Kernel, bytes: number): KernelInstance {
  try {
    return kernel.instantiate(bytes)
  } catch (cause) {
    throw new PagekinError('encoder-failed', `encoder: this device cannot give ${bytes} bytes of memory`, { cause })
  }
}

/**
 * Puts the added rows behind those of the file, codes behind codes and scales behind scales. Returns what writes the file around them: a part,
 * and where in the file it begins.
 */
function writerOf(memory: Uint8Array, { vocabulary, tableWidth }: ModelLayout, words: Uint8Array) {
  const added = words.length / (tableWidth + 4)
  const codes = added * tableWidth
  const codesEnd = HEADER_BYTES + (vocabulary - added) * tableWidth
  const scalesEnd = codesEnd + 4 * (vocabulary - added)
  memory.set(words.subarray(0, codes), codesEnd)
  memory.set(words.subarray(codes), scalesEnd + codes)
  const stretches: readonly (readonly [end: number, shift: number])[] = [
    [codesEnd, 0],
    [scalesEnd, codes],
    [Number.POSITIVE_INFINITY, words.length],
  ]
  return (part: Uint8Array, start: number) => {
    let at = start
    for (const [end, shift] of stretches) {
      const piece = part.subarray(at - start, Math.max(0, end - start))
      memory.set(piece, at + shift)
      at += piece.length
    }
  }
}

/** More rows of the token table. */
export const WORDS_FILE = 'words-multilingual.bin'

/** The head of the exit after so many layers. */
export function exitFile(layers: number): string {
  return `exit-${layers}.bin`
}

/** The parts of a gzipped file as they are unpacked. Throws `model-corrupt`. */
async function* unpack(name: string, file: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  const reader = new Blob([file]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (thrown) {
    throw PagekinError.from(thrown, 'model-corrupt', name)
  }
}

async function unpackWhole(name: string, file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of unpack(name, file)) parts.push(part.slice())
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

function notWhole(name: string, received: number, expected: number): PagekinError {
  return new PagekinError('model-corrupt', `${name}: received ${received} bytes unpacked, expected ${expected}`)
}
