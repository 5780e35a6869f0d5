import { resolve } from 'node:path'
import type { Command } from 'commander'
import { hashCatalog } from '../engine/catalog-rows.js'
import { fitLists } from '../pack/lists/fit-lists.js'
import { writeCentroids } from '../pack/lists/lists-manifest.js'
import type { PackContent } from '../pack/write-pack.js'
import type { Block } from '../vectors/blocks.js'
import { readFitted } from './assign.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { locateEncoder } from './encoder-source.js'
import { addOutputFlags, type OutputFlags, optionFlag, type SourceFlags } from './flags.js'
import { InputFileError } from './input-files.js'
import { load } from './open-engine.js'
import { writeText } from './output-file.js'
import {
  filesOf,
  type GivenLists,
  LIMITS_IN_LISTS,
  NEIGHBOURS_IN_LISTS,
  neighboursFlag,
  openOld,
  type PackFlags,
  report,
  vectorsOf,
} from './pack.js'
import { withLockedFolder, writePackFolder } from './pack-folder.js'
import type { Session } from './session.js'
import { LineCount, readVector, streamLines } from './vector-lines.js'

interface MergeFlags
  extends OutputFlags,
    Pick<SourceFlags, 'catalog' | 'fields' | 'currency' | 'encoder'>,
    Pick<PackFlags, 'refit' | 'neighbours'> {
  readonly vectors: readonly string[]
  readonly centroids?: string
  readonly fit?: string
  readonly out?: string
}

/** Rows of a block while lines are read. */
const BLOCK_ROWS = 4096

/** `pagekin merge`: the pack in lists of a catalog whose vectors were made elsewhere, the same as `pagekin pack --index ivf` makes. */
export function addMerge(program: Command, session: Session): void {
  const command = program
    .command('merge')
    .description('Writes a pack in lists from a catalog and lines of `embed --stream`, or of `assign`.')
  for (const name of ['catalog', 'fields', 'currency', 'encoder']) command.addOption(optionFlag(name))
  command
    .requiredOption('--vectors <files...>', 'Files of lines, in any order.')
    .option('--out <folder>', 'Folder of the pack.')
    .option('--fit <file>', 'Writes the centroids of the lists to this file, for `assign`, and no pack.')
    .option('--centroids <file>', 'What --fit wrote. Needed with lines of `assign`.')
    .addOption(neighboursFlag(`Default: ${NEIGHBOURS_IN_LISTS}.`))
    .option('--refit', 'Finds new centroids. Else those of the pack in the folder stay.')
  addOutputFlags(command).action(async (flags: MergeFlags) => {
    if ((flags.out === undefined) === (flags.fit === undefined)) command.error('error: expected one of --out and --fit')
    await merge(flags, session)
  })
}

async function merge(flags: MergeFlags, { terminal, now }: Session): Promise<void> {
  const begun = performance.now()
  const { items, rejected } = await readCatalogOf(flags, terminal, { ...LIMITS_IN_LISTS, now })
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const { hashes } = await hashCatalog(items)
  const { blocks, encoder, lists, centroids } = await readVectors(flags.vectors, new Set(hashes), terminal)
  const lacking = items.filter((_, row) => !lists.has(hashes[row]!))
  if (lacking.length > 0) {
    throw new InputFileError(
      `--vectors: ${lacking.length} of ${items.length} items have no vector, the first is ${JSON.stringify(lacking[0]!.id)}: run \`pagekin embed --stream\` with this catalog`,
    )
  }
  const location = await locateEncoder(flags.encoder, terminal.cwd)
  const dimensions = blocks[0]?.dimensions
  const { info, dispose } = await load(location, dimensions)
  await dispose()
  if (encoder !== undefined && encoder !== info.fingerprint) {
    throw new InputFileError(`--vectors: received vectors of the encoder ${encoder}, expected those of --encoder, ${info.fingerprint}`)
  }
  const packEncoder = { id: location.id, fingerprint: info.fingerprint, dimensions: info.dimensions, dtype: info.dtype }
  if (flags.fit !== undefined) {
    const fitted = fitLists({ items, encoder: packEncoder, ...vectorsOf(hashes, info.dimensions, blocks) })
    return writeText('--fit', flags.fit, terminal.cwd, `${JSON.stringify(writeCentroids(fitted))}\n`)
  }
  const given = await givenLists(flags, hashes, lists, centroids, terminal)
  const content: PackContent = { items, hashes, vectors: { encoder: packEncoder, blocks }, neighbours: null, interactions: null }
  const folder = resolve(terminal.cwd, flags.out!)
  await withLockedFolder(folder, async () => {
    const old = await openOld(folder, terminal)
    const written = await writePackFolder(folder, filesOf(content, { ...flags, index: 'ivf' }, old, now, given), old)
    report({ rows: items.length, embedded: 0, encoder: packEncoder, weights: undefined, ...written }, begun, flags, terminal)
  })
}

interface ReadLines {
  readonly blocks: readonly Block[]
  readonly encoder: string | undefined
  /** The list of each content hash that has a vector; undefined where no list was assigned. */
  readonly lists: ReadonlyMap<string, number | undefined>
  /** What the lists were assigned by. */
  readonly centroids: string | undefined
}

/** @throws InputFileError for lines of different encoders or centroids. */
async function readVectors(paths: readonly string[], wanted: ReadonlySet<string>, terminal: Session['terminal']): Promise<ReadLines> {
  const blocks: Block[] = []
  const lists = new Map<string, number | undefined>()
  let encoder: string | undefined
  let centroids: string | undefined
  let rows: { readonly hash: string; readonly scale: number; readonly codes: Int8Array }[] = []
  const count = new LineCount()
  const flush = () => {
    const dimensions = rows[0]?.codes.length ?? 0
    const codes = new Int8Array(rows.length * dimensions)
    rows.forEach((row, i) => void codes.set(row.codes, i * dimensions))
    if (rows.length > 0)
      blocks.push({ dimensions, keys: rows.map(({ hash }) => hash), codes, scales: Float32Array.from(rows, ({ scale }) => scale) })
    rows = []
  }
  for (const path of paths) {
    for await (const { line, number } of streamLines(path, terminal)) {
      const read = readVector(line)
      const expected = blocks[0]?.dimensions ?? rows[0]?.codes.length
      const isOther = 'codes' in read && expected !== undefined && read.codes.length !== expected
      const vector = isOther ? { rejected: `received ${read.codes.length} dimensions, expected ${expected} as in the lines before` } : read
      count.add(path, number, vector)
      if ('rejected' in vector || !wanted.has(vector.hash) || lists.has(vector.hash)) continue
      if (expected === undefined) ({ encoder, centroids } = vector)
      if (vector.encoder !== encoder || vector.centroids !== centroids) {
        throw new InputFileError(
          `${path}, line ${number}: received a vector of another encoder, or a list of other centroids, than the lines before`,
        )
      }
      lists.set(vector.hash, vector.list)
      if (rows.push(vector) === BLOCK_ROWS) flush()
    }
  }
  flush()
  count.tell(terminal)
  return { blocks, encoder, lists, centroids }
}

async function givenLists(
  flags: MergeFlags,
  hashes: readonly string[],
  lists: ReadLines['lists'],
  name: string | undefined,
  terminal: Session['terminal'],
): Promise<GivenLists | undefined> {
  if (flags.centroids === undefined) {
    if (name === undefined) return undefined
    throw new InputFileError('--vectors: received lines of `assign`, expected --centroids, too')
  }
  const known = await readFitted(flags.centroids, terminal)
  if (name === undefined) return { fitted: known.fitted }
  if (name === known.name) {
    const { codes, dimensions } = known.fitted
    const beyond = [...lists.values()].find((list) => list! >= codes.length / dimensions)
    if (beyond === undefined) return { fitted: known.fitted, listOf: Uint32Array.from(hashes, (hash) => lists.get(hash)!) }
    throw new InputFileError(`--vectors: received the list ${beyond}, expected one of the ${codes.length / dimensions} of --centroids`)
  }
  throw new InputFileError(`--centroids ${flags.centroids}: received ${known.name}, expected ${name}, which the lines were assigned by`)
}
