import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { contentHashes } from '../catalog/content-hash.js'
import { itemSentence } from '../catalog/item-sentence.js'
import { parseRows } from '../catalog/read-rows.js'
import type { Encoder } from '../encoder/encoder.js'
import { toBase64 } from '../pack/lists/lists-manifest.js'
import { quantize } from '../vectors/quantize.js'
import { locateEncoder } from './encoder-source.js'
import type { SourceFlags } from './flags.js'
import { InputFileError, objectOf, parseLine, receivedOf, unwritable } from './input-files.js'
import { load } from './open-engine.js'
import type { Session } from './session.js'
import type { Terminal } from './terminal.js'
import { LineCount, type RejectedLine, streamLines, type VectorLine } from './vector-lines.js'

export interface StreamFlags extends Pick<SourceFlags, 'fields' | 'encoder'> {
  readonly input?: string
  readonly output?: string
  readonly kind: 'query' | 'item'
  readonly dimensions?: number
  readonly codes?: true
}

/** Lines between two writes: what a run that is cut makes again. */
const CHUNK = 64
/** Of the names of the fields of a rejected line. */
const NAMED_CHARACTERS = 200

/** What of a line is embedded, or why nothing is. */
type Row = { readonly id?: string; readonly text: string } | RejectedLine

/**
 * `pagekin embed --stream`: a line out for each line in, in their order, of any number of lines. An output file that a run has begun is
 * gone on with. A line that is no row loses no other: it says why, and is told on standard error. Returns how many lines were written.
 */
export async function embedStream(flags: StreamFlags, { terminal, now }: Session): Promise<{ rows: number; encoder: Encoder['info'] }> {
  const { input = '-', output = '-' } = flags
  const encoder = await load(await locateEncoder(flags.encoder, terminal.cwd), flags.dimensions)
  const sink = output === '-' ? { known: [], append: terminal.data, close: async () => undefined } : await openOutput(output, terminal)
  const count = new LineCount()
  let read = 0
  let rows: Row[] = []
  const flush = async () => {
    await sink.append(await linesOf(rows, flags, encoder))
    rows = []
  }
  try {
    for await (const { line, number } of streamLines(input, terminal)) {
      const row = rowOf(line, flags, now)
      const known = sink.known[read++]
      count.add(input, number, row)
      if (known !== undefined) assertSame(known, row, encoder, `--output ${output}, line ${read}`)
      else if (rows.push(row) === CHUNK) await flush()
    }
    await flush()
    if (sink.known.length > read) {
      throw new InputFileError(`--output ${output}: received ${sink.known.length} lines, expected at most ${read}. Delete it to begin anew`)
    }
    count.tell(terminal)
    return { rows: read, encoder: encoder.info }
  } finally {
    await sink.close()
    await encoder.dispose()
  }
}

function rowOf(line: string, { fields }: StreamFlags, now: number): Row {
  const value = objectOf(line)
  if (!value) return { rejected: `${receivedOf(line)}, expected a JSON object` }
  const { id, text } = value
  if (typeof text === 'string' && Object.keys(value).every((name) => name === 'id' || name === 'text')) {
    return { text, ...(typeof id === 'string' && { id }) }
  }
  const { items, rejected } = parseRows(() => [{ row: 0, value }], { now, ...(fields && { fields }) })
  const [item] = items
  const { field = '', why = '' } = rejected[0] ?? {}
  if (item) return { id: item.id, text: itemSentence(item) }
  const names = Object.keys(value)
    .map((name) => JSON.stringify(name))
    .join(', ')
  const received = names === '' ? 'no field' : `the fields ${names.slice(0, NAMED_CHARACTERS)}`
  return { rejected: `${field && `${field}: `}${why}; received ${received}, expected "text", maybe with "id", or the row of an item` }
}

async function linesOf(rows: readonly Row[], { kind, codes }: StreamFlags, encoder: Encoder): Promise<string> {
  const texts = rows.flatMap((row) => ('text' in row ? [row.text] : []))
  if (rows.length === 0) return ''
  const { dimensions, fingerprint } = encoder.info
  const vectors = texts.length > 0 ? await encoder.encode(texts, kind) : new Float32Array()
  const hashes = await contentHashes(texts)
  let at = -1
  const lines = rows.map((row) => {
    if (!('text' in row)) return row
    at++
    const vector = vectors.subarray(at * dimensions, (at + 1) * dimensions)
    const named = { ...(row.id !== undefined && { id: row.id }), hash: hashes[at]!, encoder: fingerprint }
    if (!codes) return { ...named, vector: Array.from(vector, (number) => Number(number.toPrecision(9))) } satisfies VectorLine
    const rounded = quantize(vector)
    return { ...named, scale: rounded.scale, codes: toBase64(new Uint8Array(rounded.codes.buffer)) } satisfies VectorLine
  })
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** What tells the line of an earlier run from another: who it is of, and by which encoder. */
type Head = Pick<Partial<VectorLine>, 'id' | 'encoder'>

/** @throws InputFileError where the line of an earlier run is not that of this row. */
function assertSame(known: Head, row: Row, { info }: Encoder, where: string): void {
  const isSame = 'text' in row ? known.id === row.id && known.encoder === info.fingerprint : known.encoder === undefined
  if (!isSame) throw new InputFileError(`${where}: received the line of another input or encoder. Delete the file to begin anew`)
}

/** Opens a file to go on with. A last line that was cut is taken off. */
async function openOutput(path: string, terminal: Terminal) {
  const refuse = unwritable('--output', path)
  const file = await open(resolve(terminal.cwd, path), 'a').catch(refuse)
  const there = await file.stat()
  const { size } = there
  const known: Head[] = []
  let bytes = 0
  // a pipe or a terminal has no earlier lines, and would be waited for
  for await (const { line } of there.isFile() ? streamLines(path, terminal) : []) {
    const start = bytes
    bytes += Buffer.byteLength(line) + 1
    if (bytes > size) await file.truncate(start).catch(refuse)
    else {
      const { id, encoder } = parseLine(line, `--output ${path}`, known.length) as Head
      known.push({ ...(id !== undefined && { id }), ...(encoder !== undefined && { encoder }) })
    }
  }
  let end = (await file.stat()).size
  const append = async (text: string) => {
    const { size } = await file.stat()
    if (there.isFile() && size !== end) {
      throw new InputFileError(`--output ${path}: another run writes it, too. Wait for it, then run again: what is there is gone on with`)
    }
    await file.writeFile(text).catch(refuse)
    end += Buffer.byteLength(text)
  }
  return { known, append, close: () => file.close() }
}
