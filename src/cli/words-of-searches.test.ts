import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { contentHash } from '../catalog/content-hash.js'
import { itemSentence } from '../catalog/item-sentence.js'
import { OWN_VECTOR } from '../catalog/searched-item.js'
import { hashSearched } from '../engine/catalog-rows.js'
import { openEngine } from '../engine/engine.test-helper.js'
import { draws } from '../evaluate/draw.js'
import { neighboursOf } from '../pack/neighbours.js'
import { itemsOf, vectorFilesOf, vectorsIn } from '../pack/read-pack.js'
import { readSearches } from '../pack/searches.js'
import { dotProduct } from '../vectors/normalize.js'
import { dequantize } from '../vectors/quantize.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { openPackFolder } from './pack-folder.js'
import { searchGroups, withSearches } from './words-of-searches.js'

const GROUPS = 8
const OF_GROUP = 6
const ITEMS = Array.from({ length: GROUPS * OF_GROUP }, (_, i) => ({ id: `${i}`, title: `Article ${i}` }))
const CATALOG = ITEMS.map((item) => `${JSON.stringify(item)}\n`).join('')
const KINDS = ['kettle', 'blanket', 'tent', 'lamp', 'spade', 'chess', 'violin', 'bicycle']
const USES = ['small', 'red', 'cheap', 'new', 'light', 'strong']

/** Each search leads to two items, by what they are or by chance. */
function logOf(by: 'kind' | 'chance'): string {
  const { integer } = draws(3)
  const searches = KINDS.flatMap((kind, k) =>
    USES.flatMap((use, u) =>
      [u, (u + 1) % OF_GROUP].map((at) => `${use} ${kind},${by === 'kind' ? k * OF_GROUP + at : integer(0, ITEMS.length - 1)}`),
    ),
  )
  return ['query,item', ...searches].join('\n')
}

/** Searches that share no word, of a few things: what vectors alone can tell. */
const SAID: readonly (readonly string[])[] = [
  ['kettle', 'teapot', 'boiler for hot drinks', 'coffee pot', 'samovar', 'jug that boils water'],
  ['blanket', 'duvet', 'bed cover', 'quilt', 'throw that keeps warm', 'sheets and linen'],
  ['tent', 'camping shelter', 'sleeping outdoors', 'bivouac', 'hiking gear', 'canvas house'],
  ['lamp', 'light bulb', 'lantern', 'chandelier', 'bright reading', 'candle'],
  ['spade', 'shovel', 'digging in the garden', 'rake', 'hoe', 'planting tool'],
  ['chess', 'board game', 'checkers', 'draughts', 'strategy puzzle', 'dominoes'],
  ['violin', 'cello', 'string instrument', 'orchestra', 'fiddle', 'music lessons'],
  ['bicycle', 'cycling', 'mountain bike', 'pedals', 'two wheels', 'racing tyre'],
]
const OTHER_WORDS = [
  'query,item',
  ...SAID.flatMap((said, k) => said.flatMap((query) => ITEMS.slice(k * OF_GROUP, (k + 1) * OF_GROUP).map(({ id }) => `${query},${id}`))),
].join('\n')

/** One item has all of these words: they name nobody. */
const WITH_DICTIONARY = `${CATALOG}${JSON.stringify({ id: 'dictionary', title: 'Dictionary', description: SAID.flat().join('. ') })}\n`

const pack = async (log: string | undefined, args: readonly string[] = ['--device', 'off'], catalog = CATALOG) => {
  const cwd = scratchFolder()
  const searches = log === undefined ? [] : ['--searches', 'searches.csv']
  const files = { 'items.jsonl': catalog, ...(log !== undefined && { 'searches.csv': log }) }
  const result = await cli(['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--quiet', '--json', ...args, ...searches], { cwd, files })
  const folder = join(cwd, 'kin')
  return {
    ...result,
    cwd,
    folder,
    files: () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])),
  }
}

describe('pack --searches', () => {
  test('lets a search find what others led to by its words, and tells the gain', async () => {
    const { code, err, folder } = await pack(logOf('kind'))
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(
        /^words of searches: in the pack \(\+0\.\d{4} nDCG@10 \[\+0\.\d{4}, \+0\.\d{4}\] above 0\.\d{4}, 48 searches asked/,
      ),
    })
    const page = await openEngine({ readPack: async (name) => new Uint8Array(readFileSync(join(folder, name))), config: { device: 'off' } })
    const found = await page.search('violin for a child', { limit: 6 })
    expect(found.map(({ item }) => Number(item.id)).sort((a, b) => a - b)).toEqual([36, 37, 38, 39, 40, 41])
    // the first shelf of a page is the one that its engine would draw
    const shelf = (await neighboursOf(await openPackFolder(folder), '36'))!.items.map(({ id }) => id)
    expect(shelf).toEqual((await page.similar(['36'], { limit: 12 })).map(({ item }) => item.id))
    expect(shelf.slice(0, 5).sort()).toEqual(['37', '38', '39', '40', '41'])
  })

  test('writes the pack that it would write without the log where other searches find no more by its words', async () => {
    const [without, chance] = [await pack(undefined), await pack(logOf('chance'))]

    expect(chance.err).toMatch(/^words of searches: none; they have no sure gain \(/)
    expect(chance.files()).toEqual(without.files())
  })

  test('says how many different searches it takes', async () => {
    const { code, err, files } = await pack('query,item\nkettle,0\nred kettle,1\nkettle red,2\n')

    expect([code, err]).toEqual([0, 'words of searches: none; the log has 2 different searches, it takes 20. Give a longer log\n'])
    expect(files()).toEqual((await pack(undefined)).files())
  })

  test('counts and lists rows that are no search, and ends with 1 without a column of items', async () => {
    const rejecting = await pack(`${logOf('kind')}\nkettle,gone`)
    expect(rejecting.err).toContain('searches.csv: 97 rows, 1 rejected\n  line 98, item: received "gone"')

    const { code, err } = await pack('query,price\nkettle,4\n')
    expect([code, err]).toEqual([1, expect.stringContaining('searches.csv: received the columns query, price, expected also item')])
  })

  test('tells how far it is, from the first search that is encoded to the last vector that is trained', async () => {
    // short work is not told, so each look at the clock finds a second gone
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
    onTestFinished(() => clock.mockRestore())
    const files = { 'items.jsonl': WITH_DICTIONARY, 'searches.csv': OTHER_WORDS }
    const args = ['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--no-cache', '--searches', 'searches.csv']
    const { err } = await cli(args, { cwd: scratchFolder(), files })

    const lines = err.split('\n')
    const encoded = lines.indexOf('48/48 searches encoded')
    const trained = lines.indexOf('7/7 parts of the searches judged and learnt')
    expect(encoded).toBeGreaterThan(-1)
    expect(trained).toBeGreaterThan(encoded)
    expect(lines[trained + 1]).toMatch(/^words and vectors of searches: in the pack/)
  })

  test('moves vectors where words alone find less: the pack has them, and those of the texts beside them', async () => {
    const { err, out, cwd, folder } = await pack(OTHER_WORDS, ['--no-cache'], WITH_DICTIONARY)
    expect(err).toMatch(/^words and vectors of searches: in the pack \(\+0\.\d{4} nDCG@10/)
    expect(JSON.parse(out)).toMatchObject({ rows: ITEMS.length + 1, embedded: ITEMS.length + 1 })
    const kin = await openPackFolder(folder)
    const searches = readSearches(await Promise.all(kin.manifest.searches!.map((hash) => kin.json('searches', hash))))
    const { items, hashes } = await hashSearched(await itemsOf(kin), { files: '', value: searches })
    const vectors = new Map(
      (await Promise.all([...vectorFilesOf(kin)].map((hash) => vectorsIn(kin, hash)))).flatMap(({ block }) =>
        block.keys.map((key, row) => [
          key,
          dequantize(block.codes.slice(row * block.dimensions, (row + 1) * block.dimensions), block.scales[row]!),
        ]),
      ),
    )
    const moved = items.filter(({ attributes }) => attributes?.[OWN_VECTOR] !== undefined)
    expect(moved.length).toBe(
      new Set(
        OTHER_WORDS.split('\n')
          .slice(1)
          .map((row) => row.split(',')[1]),
      ).size,
    )
    for (const [row, item] of items.entries()) {
      const likeness = dotProduct(vectors.get(hashes[row]!)!, vectors.get(await contentHash(itemSentence(item)))!)
      if (moved.includes(item)) expect(likeness).toBeLessThan(0.99)
      else expect(likeness).toBeCloseTo(1, 1)
    }
    const again = await cli(
      ['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--quiet', '--json', '--no-cache', '--searches', 'searches.csv'],
      { cwd },
    )
    expect(JSON.parse(again.out)).toMatchObject({ embedded: 0 })
  })

  test('keeps the vectors of texts where moved ones are no better for sure than words alone', async () => {
    const keysOf = async (folder: string) => {
      const kin = await openPackFolder(folder)
      const files = await Promise.all([...vectorFilesOf(kin)].map((hash) => vectorsIn(kin, hash)))
      return files.flatMap(({ block }) => block.keys.map((key, row) => [key, block.scales[row]])).sort()
    }
    const [without, withWords] = [await pack(undefined, ['--no-cache']), await pack(logOf('kind'), ['--no-cache'])]

    expect(withWords.err).toContain('words of searches: in the pack')
    expect(JSON.parse(withWords.out)).toMatchObject({ rows: ITEMS.length, embedded: ITEMS.length })
    expect(await keysOf(withWords.folder)).toEqual(await keysOf(without.folder))
  })
})

describe('the words that an item gets', () => {
  const items = [
    { id: 'a', title: 'Mug', attributes: { colour: 'blue' } },
    { id: 'b', title: 'Bowl' },
    { id: 'c', title: 'Plate' },
  ]
  const log = (...rows: [string, string][]) => searchGroups(rows.map(([query, id]) => ({ query, id })))
  const given = (...rows: [string, string][]) => withSearches(items, log(...rows))

  test('are those of at least two different searches, or of an item: never a name that one search has', () => {
    const found = given(['breakfast for Anna Smith', 'a'], ['Breakfast BOWL', 'a'], ['breakfast set', 'b'])

    expect(found).toEqual([
      { ...items[0], attributes: { colour: 'blue', '@searches': ['breakfast breakfast bowl'] } },
      { ...items[1], attributes: { '@searches': ['breakfast'] } },
      items[2],
    ])
  })

  test('count three times at most, however many searches brought them, and a search that is repeated counts once', () => {
    const many = ['red', 'small', 'tall', 'new', 'old'].map((use): [string, string] => [`${use} bowl`, 'c'])
    expect(given(...many, ['mug', 'b'], ['mug', 'b'], ['Mug', 'b'])).toMatchObject([
      items[0],
      { attributes: { '@searches': ['mug'] } },
      { attributes: { '@searches': ['bowl bowl bowl'] } },
    ])
  })

  test('are written as an item or two searches have them: no form, and no longer search, tells what a single search has', () => {
    const found = given(['hastings mugging', 'a'], ['hastings mugging plates', 'a'], ['cheap bowls', 'b'], ['cheap plates', 'b'])

    expect(found.map(({ attributes }) => attributes?.['@searches'])).toEqual([['mug mug plates'], ['cheap cheap bowl plates'], undefined])
  })

  test('change nothing of what is embedded', () => {
    const found = given(['breakfast bowl', 'a'], ['breakfast set', 'a'])
    expect(found.map(itemSentence)).toEqual(items.map(itemSentence))
  })
})
