import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { likeIn } from '../../src/cli/like-in-lists.js'
import { findingWords } from '../../src/lexical/finding-terms.js'
import { bucketOf, idHash } from '../../src/pack/buckets.js'
import { unpackList } from '../../src/pack/lists/list-file.js'
import { centroidsOf, readIndex } from '../../src/pack/lists/lists-manifest.js'
import { listsFiles } from '../../src/pack/lists/write-lists.js'
import { fileName, MANIFEST_NAME, neighboursName } from '../../src/pack/manifest.js'
import { openPack } from '../../src/pack/open-pack.js'
import type { Item } from '../../src/types.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { NOW, openVisit } from '../data/lists-visit.js'
import { madeCatalog } from '../data/made-catalog.js'

/**
 * `npm run bench -- lists-privacy --items 10000 --seed 1 --pack folder`: how well the host of a pack in lists guesses, from the names of
 * the files that a visit fetches, which item was looked at, or which list is nearest to a search, with the option `padding`. Its guess is
 * the item that is in most of these files, files of few items counting more (the logarithm of the share of items that a file has), or the
 * list whose nearest lists most of these are. Packs into the folder, or takes the pack that is there.
 */
const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    pack: { type: 'string' },
    padding: { type: 'string', default: '0,2,8' },
    visits: { type: 'string', default: '100' },
  },
})
const count = Number(values.items)
const VISITS = Number(values.visits)
const TEXTS = 50
/** Lists that a question fetches at first. */
const FIRST = 8
const FOLDER = values.pack ?? join('.cache', 'lists-privacy')
const say = (what: string) => console.error(`${Math.round(performance.now() / 1000)} s: ${what}`)

const catalog = await madeCatalog(count, Number(values.seed), TEXTS, say)
const { items, codes, scales, dimensions, fingerprint, texts, queries, draw } = catalog
if (!existsSync(join(FOLDER, MANIFEST_NAME))) {
  await mkdir(FOLDER, { recursive: true })
  const encoder = { id: 'pagekin-mini-v2', fingerprint, dimensions, dtype: 'model_quantized' }
  const content = { items, codes, scales, encoder, wordsOf: findingWords, addressOf: ({ url }: Item) => url }
  for await (const { name, bytes } of listsFiles({ ...content, likeOf: likeIn(content, 8, NOW) }))
    await writeFile(join(FOLDER, name), bytes)
  say('packed')
}

/** Rows that each file is about. */
const about = new Map<string, number[]>()
const pack = await openPack(async (name) => new Uint8Array(await readFile(join(FOLDER, name))))
const index = await readIndex(pack)
const rowOf = new Map(items.map(({ id }, row) => [idHash(id), row]))
const listOf = new Uint32Array(count)
for (const [list, hash] of index.lists.entries()) {
  if (hash === '') continue
  const { ids, cards, counts } = unpackList(await pack.bytes('lists', hash))
  const rows = Array.from(ids, (id) => rowOf.get(id)!)
  for (const row of rows) listOf[row] = list
  about.set(fileName('lists', hash), rows)
  about.set(fileName('heads', index.heads[list]!), rows)
  let start = 0
  cards.forEach((card, file) => {
    about.set(fileName('cards', card), rows.slice(start, start + counts[file]!))
    start += counts[file]!
  })
}
for (const [count, nameOf] of [
  [index.ids.length, (place: number) => fileName('ids', index.ids[place]!)],
  [pack.manifest.lists!.neighbours, neighboursName],
] as const) {
  items.forEach(({ id }, row) => {
    const name = nameOf(bucketOf(id, count))
    const rows = about.get(name)
    if (rows) rows.push(row)
    else about.set(name, [row])
  })
}

const known = new Map(texts.map((text, i) => [text, queries.slice(i * dimensions, (i + 1) * dimensions)]))
const read = async (name: string) => new Uint8Array(await readFile(join(FOLDER, name)))
const open = (padding: number) => openVisit({ read, fingerprint, dimensions, known, padding })

/** How surely the host names the right one first, or among its first ten; and how many it cannot tell apart from it or thinks likelier. */
interface Guess {
  readonly first: number
  readonly ten: number
  readonly left: number
}

function guessOf(scores: Float64Array, right: number): Guess {
  const own = scores[right]!
  let [better, same] = [0, 0]
  for (const score of scores) {
    if (score > own) better++
    else if (score === own) same++
  }
  return { first: better === 0 ? 1 / same : 0, ten: Math.max(0, Math.min(1, (10 - better) / same)), left: better + same }
}

function itemScores(names: readonly string[]): Float64Array {
  const scores = new Float64Array(count)
  for (const name of names) {
    const rows = about.get(name) ?? []
    for (const row of rows) scores[row]! += Math.log(count / rows.length)
  }
  return scores
}

const centroids = centroidsOf(index)
const centroidOf = (list: number) => centroids.subarray(list * index.dimensions, (list + 1) * index.dimensions)

/** Lists by how near they are, the nearest first. */
function nearestLists(vector: Float32Array): number[] {
  const scores = index.lists.map((_, list) => dotProduct(centroidOf(list), vector.subarray(0, index.dimensions)))
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)
}

/** What a question about the middle of each list would fetch first. */
const wouldFetch = index.lists.map((_, list) => new Set(nearestLists(centroidOf(list)).slice(0, FIRST)))

/** How many of the lists that were fetched a question about each list would fetch, whatever their order. */
function listScores(names: readonly string[]): Float64Array {
  const fetched = names.filter((name) => name.startsWith('lists-')).map((name) => index.lists.indexOf(name.slice(6, -4)))
  return Float64Array.from(wouldFetch, (own) => fetched.filter((list) => own.has(list)).length)
}

console.log(`| padding | what | first | of ten | left, median | files, median |\n|${' --- |'.repeat(6)}`)
for (const padding of values.padding.split(',').map(Number)) {
  const found = new Map<string, { guess: Guess; files: number }[]>()
  const note = (what: string, guess: Guess, files: number) => found.set(what, [...(found.get(what) ?? []), { guess, files }])
  for (let visit = 0; visit < VISITS; visit++) {
    const { engine, take } = await open(padding)
    take()
    const at = draw(count)
    await engine.similar([items[at]!.id], { limit: 8 })
    const stored = take()
    note('item, first shelf', guessOf(itemScores(stored), at), stored.length)
    const answer = await engine.similar([items[at]!.id], { limit: 9 })
    const lists = take()
    note('item, lists alone', guessOf(itemScores(lists.filter((name) => name.startsWith('lists-'))), at), lists.length)
    note('item, question of nine', guessOf(itemScores([...stored, ...lists]), at), stored.length + lists.length)
    note('list of that item', guessOf(listScores(lists), listOf[at]!), lists.length)
    const nextAt = rowOf.get(idHash(answer[4]!.item.id))!
    await engine.similar([items[nextAt]!.id], { limit: 9 })
    const warm = take()
    // what came before is not fetched again, and the host remembers it
    const scores = itemScores([...stored, ...lists, ...warm])
    scores[at] = 0
    note('item, next question of nine', guessOf(scores, nextAt), warm.length)
  }
  for (let at = 0; at < TEXTS; at++) {
    const { engine, take } = await open(padding)
    take()
    await engine.search(texts[at]!, { limit: 9, complete: true })
    const names = take()
    note('list nearest to a search', guessOf(listScores(names), nearestLists(known.get(texts[at]!)!)[0]!), names.length)
  }
  for (const [what, guesses] of found) {
    const mean = (of: (guess: Guess) => number) => guesses.reduce((sum, { guess }) => sum + of(guess), 0) / guesses.length
    const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1]!
    const cells = [
      padding,
      what,
      mean(({ first }) => first).toFixed(2),
      mean(({ ten }) => ten).toFixed(2),
      median(guesses.map(({ guess }) => guess.left)),
      median(guesses.map(({ files }) => files)),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}
