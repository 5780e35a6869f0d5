import { type Command, Option } from 'commander'
import type { Encoder } from '../encoder/encoder.js'
import { PagekinError } from '../errors.js'
import { embedStream, type StreamFlags } from './embed-stream.js'
import { locateEncoder } from './encoder-source.js'
import { addOutputFlags, type OutputFlags, optionFlag, wholeNumber } from './flags.js'
import { InputFileError, linesOf, parseLine, readText, receivedOf } from './input-files.js'
import { load } from './open-engine.js'
import { type Append, writeOutput } from './output-file.js'
import { type ProgressReport, reportProgress } from './progress.js'
import type { Session } from './session.js'

interface EmbedFlags extends OutputFlags, StreamFlags {
  readonly stream?: true
}

/** Texts between two writes: some seconds of work. */
const CHUNK = 256

/** `pagekin embed`: texts to vectors of unit length, in the order of the lines: row-major float32, little endian, or lines of JSON. */
export function addEmbed(program: Command, session: Session): void {
  const command = program.command('embed').description('Turns texts into vectors: float32, little endian, row by row.')
  command
    .addOption(optionFlag('encoder'))
    .option('--input <file>', 'File with one {"text"} a line, with --stream also rows of a catalog; - reads standard input.')
    .option(
      '--output <file>',
      'File for the vectors. With --stream it is gone on with if it has lines, and - (the default) writes to standard output.',
    )
    .option('--stream', 'Reads and writes JSON lines, any number of them: one with id, hash, encoder and vector for each row.')
    .option('--codes', 'With --stream: writes vectors as int8 codes in base64 with a scale, as packs have them. An eighth of the bytes.')
    .addOption(optionFlag('fields'))
    .addOption(new Option('--kind <query|item>', 'Which prefix of the model the texts get.').choices(['query', 'item']).default('item'))
    .option('--dimensions <number>', 'Keeps only the first dimensions, if the model allows it (Matryoshka).', (raw) => wholeNumber(raw))
  addOutputFlags(command).action((flags: EmbedFlags) => embed(flags, session))
}

async function embed(flags: EmbedFlags, session: Session): Promise<void> {
  const { terminal } = session
  const begun = performance.now()
  if (flags.stream) {
    const { rows, encoder } = await embedStream(flags, session)
    if (!flags.quiet) terminal.err(`${rows} rows, ${encoder.dimensions} dimensions, ${Math.round(performance.now() - begun)} ms\n`)
    return
  }
  const { input, output } = flags
  if (input === undefined || output === undefined) {
    throw new PagekinError('usage', 'embed: received no --input or no --output, expected both, or --stream')
  }
  const texts = linesOf(await readText(input, terminal)).map((line, row) => readTextOf(line, input, row))
  const encoder = await load(await locateEncoder(flags.encoder, terminal.cwd), flags.dimensions)
  const progress = reportProgress('texts embedded', terminal, flags.quiet === true)
  try {
    await writeOutput('--output', output, terminal.cwd, (append) => writeVectors(append, texts, flags.kind, encoder, progress))
  } finally {
    progress.stop()
    await encoder.dispose()
  }
  const { dimensions, fingerprint, dtype } = encoder.info
  terminal.err(`${texts.length} rows, ${dimensions} dimensions\n`)
  const tookMs = Math.round(performance.now() - begun)
  if (flags.json) terminal.data(`${JSON.stringify({ rows: texts.length, dimensions, fingerprint, dtype, tookMs })}\n`)
}

async function writeVectors(
  append: Append,
  texts: readonly string[],
  kind: 'query' | 'item',
  encoder: Encoder,
  progress: ProgressReport,
): Promise<void> {
  for (let start = 0; start < texts.length; start += CHUNK) {
    const vectors = await encoder.encode(texts.slice(start, start + CHUNK), kind)
    await append(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength))
    progress.update(Math.min(start + CHUNK, texts.length), texts.length)
  }
}

function readTextOf(line: string, path: string, row: number): string {
  const { text } = parseLine(line, path, row)
  if (typeof text === 'string') return text
  throw new InputFileError(`${path}, line ${row + 1}: ${receivedOf(line)}, expected {"text": string}`)
}
