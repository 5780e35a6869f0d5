import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import { listsOf } from '../pack/lists/fit-lists.js'
import { readCentroids } from '../pack/lists/lists-manifest.js'
import { InputFileError, objectOf, parseLine, readText } from './input-files.js'
import type { Session } from './session.js'
import type { Terminal } from './terminal.js'
import { LineCount, type ReadVector, type RejectedLine, readVector, streamLines } from './vector-lines.js'

interface AssignFlags {
  readonly centroids: string
  readonly input: string
}

/** Lines between two writes. */
const CHUNK = 1024

/** `pagekin assign`: finds the list of each vector. A line out for each line in, so it runs where the vectors are. */
export function addAssign(program: Command, { terminal }: Session): void {
  program
    .command('assign')
    .description('Adds to each line of `embed --stream` the list that its item is in. Writes to standard output.')
    .requiredOption('--centroids <file>', 'What `merge --fit` wrote.')
    .option('--input <file>', 'Lines of `embed --stream`; - reads standard input.', '-')
    .action((flags: AssignFlags) => assign(flags, terminal))
}

async function assign({ centroids, input }: AssignFlags, terminal: Terminal): Promise<void> {
  const { fitted, name } = await readFitted(centroids, terminal)
  const count = new LineCount()
  let chunk: { readonly line: string; readonly vector: ReadVector | RejectedLine }[] = []
  const flush = async () => {
    const vectors = chunk.flatMap(({ vector }) => ('rejected' in vector ? [] : vector))
    const lists = listsOf(fitted, vectors.length, (i, out) => {
      const { codes, scale } = vectors[i]!
      for (let j = 0; j < out.length; j++) out[j] = codes[j]! * scale
    })
    let at = 0
    const lines = chunk.map(({ line, vector }) => {
      const told = 'rejected' in vector ? vector : { ...objectOf(line), list: lists[at++], centroids: name }
      return `${JSON.stringify(told)}\n`
    })
    if (lines.length > 0) await terminal.data(lines.join(''))
    chunk = []
  }
  for await (const { line, number } of streamLines(input, terminal)) {
    const read = readVector(line)
    const isShort = 'codes' in read && read.codes.length < fitted.dimensions
    const vector = isShort ? { rejected: `received ${read.codes.length} dimensions, expected ${fitted.dimensions} or more` } : read
    count.add(input, number, vector)
    if (chunk.push({ line, vector }) === CHUNK) await flush()
  }
  await flush()
  count.tell(terminal)
}

/** What `merge --fit` wrote, and what tells it from others. @throws InputFileError. */
export async function readFitted(path: string, terminal: Terminal) {
  const text = await readText(path, terminal)
  const body = parseLine(text, path, 0)
  const fitted = readFittedBody(body, path)
  return { fitted, name: createHash('sha256').update(text).digest('hex').slice(0, 16) }
}

function readFittedBody(body: Record<string, unknown>, path: string): ReturnType<typeof readCentroids> {
  try {
    return readCentroids(body as unknown as Parameters<typeof readCentroids>[0])
  } catch (cause) {
    const received = cause instanceof Error ? cause.message : String(cause)
    throw new InputFileError(`--centroids ${path}: ${received}, expected a file of \`pagekin merge --fit\``, { cause })
  }
}
