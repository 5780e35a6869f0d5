import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { packBlock } from '../vectors/blocks.js'
import { scratchFolder } from './cli.test-helper.js'
import { defaultCacheFolder, VectorCache } from './vector-cache.js'

const key = (i: number) => i.toString(16).padStart(32, '0')

function block(...rows: number[]): ArrayBuffer {
  return packBlock({
    dimensions: 2,
    keys: rows.map(key),
    codes: Int8Array.from(rows.flatMap((row) => [row, -row])),
    scales: Float32Array.from(rows, (row) => row + 0.5),
  })
}

function open(folder: string) {
  const notes: string[] = []
  return { cache: new VectorCache(folder, (note) => notes.push(note)), notes }
}

/** Everything kept, by key. */
async function kept(cache: VectorCache, fingerprint = 'f') {
  const { blocks } = await cache.readBlocks(fingerprint)
  return Object.fromEntries(
    blocks.flatMap(({ keys, codes, scales }) =>
      keys.map((name, i) => [Number.parseInt(name, 16), [codes[2 * i], codes[2 * i + 1], scales[i]]]),
    ),
  )
}

test('what one run keeps the next one finds, each encoder’s apart', async () => {
  const folder = scratchFolder()
  const first = open(folder).cache
  await first.writeMeta('encoder a', { fingerprint: 'f', dimensions: 2, dtype: 'int8' })
  await first.appendBlock('f', block(1, 2))
  await first.appendBlock('f', block(3))
  await first.appendBlock('g', block(4))

  const { cache } = open(folder)
  expect(await cache.readMeta('encoder a')).toEqual({ fingerprint: 'f', dimensions: 2, dtype: 'int8' })
  expect(await cache.readMeta('encoder b')).toBeUndefined()
  expect(await kept(cache)).toEqual({ 1: [1, -1, 1.5], 2: [2, -2, 2.5], 3: [3, -3, 3.5] })
  expect(Object.keys(await kept(cache, 'g'))).toEqual(['4'])
})

test('joining blocks keeps every key, of other catalogs and of runs at the same time', async () => {
  const folder = scratchFolder()
  const [a, b] = [open(folder).cache, open(folder).cache]
  for (let row = 0; row < 20; row++) await (row % 2 ? a : b).appendBlock('f', block(row, row + 1))
  const before = await kept(a)
  await Promise.all([a.compact('f'), b.compact('f')])

  expect(await kept(a)).toEqual(before)
  expect(readdirSync(join(folder, 'f'))).toHaveLength(1)
  await a.compact('f')
  expect(await kept(b)).toEqual(before)
})

test('a joined block with the bytes of one that it replaces stays', async () => {
  const { cache } = open(scratchFolder())
  await cache.appendBlock('f', block(1, 2))
  await cache.appendBlock('f', block(1))
  await cache.compact('f')

  expect(Object.keys(await kept(cache))).toEqual(['1', '2'])
})

test('a damaged file is told, deleted, and costs only its own rows', async () => {
  const folder = scratchFolder()
  const { cache, notes } = open(folder)
  await cache.appendBlock('f', block(1, 2))
  const [name] = readdirSync(join(folder, 'f'))
  const path = join(folder, 'f', name!)
  const bytes = readFileSync(path)
  bytes[bytes.length - 5]! ^= 1
  writeFileSync(path, bytes)
  await cache.appendBlock('f', block(3))
  writeFileSync(join(folder, 'f', 'cut.block.123.tmp'), 'never finished')

  expect(Object.keys(await kept(cache))).toEqual(['3'])
  expect(notes).toEqual([expect.stringContaining('1 damaged file')])
  expect(readdirSync(join(folder, 'f'))).not.toContain(name)
})

test('a file under the name of another is damaged, whatever its checksum says', async () => {
  const folder = scratchFolder()
  const { cache, notes } = open(folder)
  await cache.appendBlock('f', block(1))
  await cache.appendBlock('f', block(2))
  const [a, b] = readdirSync(join(folder, 'f')).map((name) => join(folder, 'f', name))
  writeFileSync(a!, readFileSync(b!))

  expect(Object.keys(await kept(cache))).toHaveLength(1)
  expect(notes).toEqual([expect.stringContaining('1 damaged file')])
})

test('the default folder is of the project, else of this user: no other user can write there', () => {
  const project = scratchFolder()
  mkdirSync(join(project, 'node_modules'))

  expect(defaultCacheFolder(project)).toBe(join(project, 'node_modules/.cache/pagekin'))
  expect(relative(homedir(), defaultCacheFolder(scratchFolder()))).not.toMatch(/^\.\./)
})

test('a folder that cannot be written is told once and fails nothing', async () => {
  const folder = scratchFolder()
  const file = join(folder, 'a file')
  writeFileSync(file, '')
  chmodSync(file, 0o400)
  const { cache, notes } = open(join(file, 'below'))
  await cache.writeMeta('a', { fingerprint: 'f', dimensions: 2, dtype: 'int8' })
  await cache.appendBlock('f', block(1))
  await cache.compact('f')

  expect(await kept(cache)).toEqual({})
  expect(notes).toHaveLength(1)
})

test('calls that keep the same block at the same time leave one whole file', async () => {
  const folder = scratchFolder()
  const calls = Array.from({ length: 8 }, () => open(folder))
  await Promise.all(calls.map(({ cache }) => cache.appendBlock('f', block(1))))

  expect(calls.flatMap(({ notes }) => notes)).toEqual([])
  expect(readdirSync(join(folder, 'f'))).toHaveLength(1)
  expect(Object.keys(await kept(open(folder).cache))).toEqual(['1'])
})

test('a fingerprint that a foreign pack names leads to no folder outside the cache', async () => {
  const outer = scratchFolder()
  mkdirSync(join(outer, 'other'))
  writeFileSync(join(outer, 'other', 'mine.block'), 'not of pagekin')
  const { cache } = open(join(outer, 'cache'))
  for (const fingerprint of ['../other', '..', '.', '', `${outer}/other`, 'a/../../other', 'a\0b']) {
    await cache.appendBlock(fingerprint, block(1))
    expect(await kept(cache, fingerprint), fingerprint).toEqual({ 1: [1, -1, 1.5] })
  }

  expect(readdirSync(outer).sort()).toEqual(['cache', 'other'])
  expect(readdirSync(join(outer, 'other'))).toEqual(['mine.block'])
})
