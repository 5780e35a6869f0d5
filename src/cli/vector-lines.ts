import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { fromBase64 } from '../pack/lists/lists-manifest.js'
import { quantize } from '../vectors/quantize.js'
import { InputFileError, objectOf, receivedOf } from './input-files.js'
import type { Terminal } from './terminal.js'

/** Rejected lines that a run names. */
const NAMED_LINES = 5

/** A line that `pagekin embed --stream` writes for an item. */
export interface VectorLine {
  /** Absent for a text. */
  readonly id?: string
  /** Content hash of the text that was embedded. */
  readonly hash: string
  /** Fingerprint of the encoder. */
  readonly encoder: string
  /** float32, unit length; with `--codes` in its place `scale` and `codes`, int8 in base64. */
  readonly vector?: readonly number[]
  readonly scale?: number
  readonly codes?: string
  /** Written by `pagekin assign`. */
  readonly list?: number
  /** Of the centroids that `list` was found by. */
  readonly centroids?: string
}

/** The same, read. */
export interface ReadVector extends Pick<VectorLine, 'hash' | 'encoder' | 'list' | 'centroids'> {
  readonly scale: number
  readonly codes: Int8Array
}

/** A line, and its number in its file, from 1. */
interface NumberedLine {
  readonly line: string
  readonly number: number
}

/**
 * The lines of a file, or of standard input for `-`, one after the other: they may be more than memory holds. Blank ones are left out,
 * and counted.
 */
export async function* streamLines(path: string, { stdin, cwd }: Pick<Terminal, 'stdin' | 'cwd'>): AsyncGenerator<NumberedLine> {
  const decoder = new TextDecoder()
  // of a line that has not ended, piece by piece
  let begun: string[] = []
  let number = 0
  const take = (text: string): NumberedLine[] => {
    const [first, ...others] = text.split('\n')
    begun.push(first!)
    if (others.length === 0) return []
    const ended = begun.join('')
    begun = [others.pop()!]
    return [ended, ...others].map((line) => ({ line, number: ++number })).filter(({ line }) => line.trim() !== '')
  }
  try {
    for await (const chunk of path === '-' ? stdin() : createReadStream(resolve(cwd, path))) {
      yield* take(decoder.decode(chunk as Uint8Array, { stream: true }))
    }
    yield* take(`${decoder.decode()}\n`)
  } catch (cause) {
    throw new InputFileError(`${path}: could not be read (${String(cause)})`, { cause })
  }
}

/** A line that has no vector, and why. */
export interface RejectedLine {
  readonly rejected: string
}

/** Rejected are the line of a row that is no item, and what is no line of vectors. */
export function readVector(line: string): ReadVector | RejectedLine {
  const value = objectOf(line) ?? {}
  if (typeof value.rejected === 'string') return { rejected: value.rejected }
  const { hash, encoder, list, centroids } = value as Partial<VectorLine>
  const known = { ...(list !== undefined && { list }), ...(centroids !== undefined && { centroids }) }
  const isAssigned = Number.isInteger(list) && Number(list) >= 0 && typeof centroids === 'string'
  const vector = roundedOf(value)
  if (vector && typeof hash === 'string' && typeof encoder === 'string' && (isAssigned || Object.keys(known).length === 0)) {
    return { hash, encoder, ...vector, ...known }
  }
  return { rejected: `${receivedOf(line)}, expected a line of \`pagekin embed --stream\`` }
}

/** Counts the lines of a run, and tells which were rejected. */
export class LineCount {
  #read = 0
  #rejected = 0
  readonly #named: string[] = []

  /** @param line From 1. */
  add(path: string, line: number, read: object): void {
    this.#read++
    if ('rejected' in read && ++this.#rejected <= NAMED_LINES) this.#named.push(`  ${path}, line ${line}: ${read.rejected}\n`)
  }

  /** Says on standard error how many were rejected, and why the first of them. */
  tell({ err }: Pick<Terminal, 'err'>): void {
    if (this.#rejected === 0) return
    const more = this.#rejected - this.#named.length
    err(`${this.#rejected} of ${this.#read} lines rejected:\n${this.#named.join('')}${more > 0 ? `  and ${more} more\n` : ''}`)
  }
}

/** Undefined for what is no vector: numbers, or codes and their scale. */
function roundedOf({ vector, scale, codes }: Partial<VectorLine>): Pick<ReadVector, 'scale' | 'codes'> | undefined {
  try {
    if (Array.isArray(vector)) return vector.length > 0 ? quantize(Float32Array.from(vector)) : undefined
    const bytes = fromBase64(codes!)
    return bytes.length > 0 && typeof scale === 'number' && scale >= 0 && Number.isFinite(Math.fround(scale))
      ? { scale, codes: new Int8Array(bytes.buffer) }
      : undefined
  } catch {
    return undefined
  }
}
