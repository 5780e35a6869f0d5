import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileHash, jsonHash } from '../pack/file-hash.js'
import { neighboursOf } from '../pack/neighbours.js'
import { interactionsOf } from '../pack/pack.test-helper.js'
import { itemsOf, vectorFilesOf, vectorsIn } from '../pack/read-pack.js'
import type { PackFile } from '../pack/write-pack.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { openPackFolder, withLockedFolder, writePackFolder } from './pack-folder.js'

const TITLES = ['Copper kettle', 'Warm wool blanket', 'Tent for two', 'Desk lamp', 'Garden spade', 'Chess set', 'Board game for children']
const rows = (titles: readonly string[]) => titles.map((title, id) => ({ id: `${id}`, title, price: 10 + id }))
const lines = (items: readonly object[]) => items.map((item) => `${JSON.stringify(item)}\n`).join('')

const pack = (cwd: string, args: readonly string[] = [], items: readonly object[] = rows(TITLES)) =>
  cli(['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--json', '--quiet', ...args], { cwd, files: { 'items.jsonl': lines(items) } })

function bytesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}

describe('a pack', () => {
  test('has every item, its vector, and the neighbours that the engine answers', async () => {
    const cwd = scratchFolder()
    const { code, out, err } = await pack(cwd, ['--no-cache'])
    const similar = await cli(['similar', '--catalog', 'items.jsonl', '--id', '5', '-k', '12', '--json', '--no-cache'], { cwd })

    expect({ code, err }).toEqual({ code: 0, err: '' })
    const report = JSON.parse(out)
    expect(report).toMatchObject({
      rows: 7,
      embedded: 7,
      encoder: { id: 'pagekin-mini-v2', dimensions: 384 },
      files: { kept: 0, deleted: 0 },
    })
    expect(report.files.written).toBe(readdirSync(join(cwd, 'kin')).length)
    const kin = await openPackFolder(join(cwd, 'kin'))
    expect((await itemsOf(kin)).map(({ id }) => id).sort()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    const [hash] = vectorFilesOf(kin)
    expect((await vectorsIn(kin, hash!)).block.keys).toHaveLength(7)
    const ids = JSON.parse(similar.out).items.map(({ id }: { id: string }) => id)
    expect((await neighboursOf(kin, '5'))?.items.map(({ id }) => id)).toEqual(ids)
  })

  test.each([
    ['is empty', '[]', /expected one at least$/m],
    ['has unusable rows only', '[{"brand":"nobody"},{"brand":"nobody"}]', /rejected: 2, of which row 1, id: has neither/],
  ])('stays as it is where a catalog %s', async (_, catalog, message) => {
    const cwd = scratchFolder()
    await pack(cwd, ['--device', 'off'])
    const before = bytesIn(join(cwd, 'kin'))
    const args = ['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--device', 'off']
    const { code, err } = await cli(args, { cwd, files: { 'items.jsonl': catalog } })

    expect(code).toBe(1)
    expect(err).toMatch(message)
    expect(bytesIn(join(cwd, 'kin'))).toEqual(before)
  })

  test('with --interactions knows what goes with what, and nobody by name', async () => {
    const cwd = scratchFolder()
    const AT = 1_700_000_000_000
    const log = ['anna', 'ben'].flatMap((user) => ['0', '3', '5'].map((id, step) => `${user},${id},view,${AT + step}`))
    writeFileSync(join(cwd, 'log.csv'), ['user,item,type,at', ...log, `anna,gone,view,${AT}`].join('\n'))
    const { code, err } = await pack(cwd, ['--device', 'off', '--neighbours', '0', '--interactions', 'log.csv'])

    expect(code).toBe(0)
    expect(err).toContain('log.csv: 7 rows, 1 rejected')
    const interactions = await interactionsOf(await openPackFolder(join(cwd, 'kin')))
    expect(interactions).toMatchObject({ ids: ['0', '3', '5'], summary: { users: Uint32Array.of(2, 2, 2) } })
    // 0 leads to 3 at once and to 5 in two steps, twice each
    expect(interactions!.summary.next).toEqual({
      offset: Uint32Array.of(0, 2, 3, 3),
      rows: Uint32Array.of(1, 2, 2),
      weights: Float32Array.of(2, 1, 2),
    })
    expect(Object.values(bytesIn(join(cwd, 'kin'))).join('')).not.toMatch(/anna|ben/)
  })

  test('with --interactions expects items that nobody met where the items like them were met', async () => {
    const cwd = scratchFolder()
    const log = ['anna', 'ben', 'cleo'].flatMap((user) => ['0', '5'].map((item) => ({ user, item })))
    writeFileSync(join(cwd, 'log.jsonl'), lines(log))
    await pack(cwd, ['--no-cache', '--neighbours', '0', '--interactions', 'log.jsonl'])

    const { ids, summary } = (await interactionsOf(await openPackFolder(join(cwd, 'kin'))))!
    const { users, expected, together } = summary
    expect(ids).toEqual(TITLES.map((_, id) => `${id}`))
    expect(users).toEqual(Uint32Array.of(3, 0, 0, 0, 0, 3, 0))
    // whatever is met has three users
    expect(expected).toEqual(new Float32Array(TITLES.length).fill(3))
    // who met the kettle met the chess set, and would meet the board game
    const [start, end] = [together.offset[0]!, together.offset[1]!]
    const met = Array.from(together.rows).slice(start, end)
    expect(met).toEqual(expect.arrayContaining([5, 6]))
    expect(together.weights[start + met.indexOf(6)]!).toBeLessThanOrEqual(together.weights[start + met.indexOf(5)]!)
  })

  test('is the same bytes whenever and from whatever it is made; what is unchanged is not embedded again', async () => {
    const cwd = scratchFolder()
    const changed = rows(TITLES.map((title) => title.replace('Desk lamp', 'Floor lamp')))
    await pack(cwd, ['--no-cache'])
    const first = bytesIn(join(cwd, 'kin'))
    const again = JSON.parse((await pack(cwd, ['--cache', 'kept'])).out)
    const after = JSON.parse((await pack(cwd, ['--no-cache'], changed)).out)
    const fresh = scratchFolder()
    await pack(fresh, ['--no-cache'], changed)

    expect(again).toMatchObject({ embedded: 0, files: { written: 0, deleted: 0 } })
    expect(after.embedded).toBe(1)
    expect(after.files.deleted).toBeGreaterThan(0)
    expect(bytesIn(join(cwd, 'kin'))).toEqual(bytesIn(join(fresh, 'kin')))
    await pack(cwd, ['--no-cache'])
    expect(bytesIn(join(cwd, 'kin'))).toEqual(first)
  })

  test('of words alone cannot be in lists, and says so', async () => {
    const { code, err } = await pack(scratchFolder(), ['--device', 'off', '--index', 'ivf'])

    expect({ code, err }).toEqual({
      code: 0,
      err: '--index ivf: lists need vectors, and this pack has none: it is flat, and a page reads all of it\n',
    })
  })

  test('can be of fewer dimensions, of no neighbours, and of words alone', async () => {
    const cwd = scratchFolder()
    const cut = JSON.parse((await pack(cwd, ['--no-cache', '--dimensions', '128', '--neighbours', '0'])).out)
    expect(cut).toMatchObject({ embedded: 7, encoder: { dimensions: 128 } })
    const kin = await openPackFolder(join(cwd, 'kin'))
    const [hash] = vectorFilesOf(kin)
    expect((await vectorsIn(kin, hash!)).block.dimensions).toBe(128)
    expect(await neighboursOf(kin, '1')).toBeUndefined()

    const words = JSON.parse((await pack(cwd, ['--device', 'off'])).out)
    expect(words).toMatchObject({ embedded: 0, encoder: null })
    const without = await openPackFolder(join(cwd, 'kin'))
    expect(vectorFilesOf(without).size).toBe(0)
    expect((await neighboursOf(without, '6'))?.items).toHaveLength(6)
  })

  test('takes the place of one that is damaged, and says so', async () => {
    const cwd = scratchFolder()
    await pack(cwd, ['--device', 'off'])
    const whole = bytesIn(join(cwd, 'kin'))
    const [name] = Object.keys(whole)
    writeFileSync(join(cwd, 'kin', name!), 'damaged')
    writeFileSync(join(cwd, 'kin', 'manifest.json'), '{"pagekin":"pack"')
    const { code, err } = await pack(cwd, ['--device', 'off'])

    expect(code).toBe(0)
    expect(err).toContain('written anew')
    expect(bytesIn(join(cwd, 'kin'))).toEqual(whole)
  })
})

describe('a folder', () => {
  const HASHES = ['0123456789abcdef', 'fedcba9876543210']

  test('is the old pack or the new one, whole, wherever the run is cut', async () => {
    const made = scratchFolder()
    await pack(made, ['--device', 'off'])
    const old = bytesIn(join(made, 'kin'))
    await pack(made, ['--device', 'off'], rows(TITLES.map((title) => title.toUpperCase())))
    const files = Object.entries(bytesIn(join(made, 'kin')))
      .map(([name, text]): PackFile => ({ part: 'items', name, bytes: Uint8Array.from(Buffer.from(text, 'latin1')) }))
      // as `packFiles` does
      .sort((a, b) => Number(a.name === 'manifest.json') - Number(b.name === 'manifest.json'))
    expect(files.length).toBeGreaterThan(2)
    for (let cut = 0; cut < files.length; cut++) {
      const folder = scratchFolder()
      for (const [name, text] of Object.entries(old)) writeFileSync(join(folder, name), text, 'latin1')
      async function* interrupted() {
        yield* files.slice(0, cut)
        throw new Error('power')
      }
      const before = await openPackFolder(folder)
      await expect(writePackFolder(folder, interrupted(), before)).rejects.toThrow('power')
      expect((await itemsOf(await openPackFolder(folder))).map(({ title }) => title)).toContain('Chess set')
      await writePackFolder(
        folder,
        (async function* () {
          yield* files
        })(),
        before,
      )
      expect((await itemsOf(await openPackFolder(folder))).map(({ title }) => title)).toContain('CHESS SET')
      expect(readdirSync(folder)).toHaveLength(files.length)
    }
  })

  test('loses what its old manifest named, and keeps every other file, whatever its name is', async () => {
    const cwd = scratchFolder()
    const folder = join(cwd, 'kin')
    await pack(cwd, ['--device', 'off'])
    const old = Object.keys(bytesIn(folder)).filter((name) => name !== 'manifest.json')
    const others = ['index.html', 'items.json', 'photo-1.bin', `items-${HASHES[0]}.json`, `invoices-${HASHES[1]}.json`]
    for (const name of others) writeFileSync(join(folder, name), 'x')
    await pack(cwd, ['--device', 'off'], rows(['Another thing altogether']))

    const left = readdirSync(folder)
    expect(left).toEqual(expect.arrayContaining(others))
    expect(left.filter((name) => old.includes(name))).toEqual([])
  })

  test('keeps no file of a pack that cannot be read: of another version, without its index, or with damaged lists', async () => {
    const cwd = scratchFolder()
    const folder = join(cwd, 'kin')
    await pack(cwd, ['--index', 'ivf'])
    const old = Object.keys(bytesIn(folder)).filter((name) => name !== 'manifest.json')
    const whole = bytesIn(folder)
    const manifest = JSON.parse(whole['manifest.json']!)
    const other = `items-${HASHES[0]}.json`
    writeFileSync(join(folder, other), 'x')
    const longNames = new Set<string>()
    for (const spoil of [
      async () => {
        const checksum = await jsonHash([2, manifest.body])
        writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, version: 2, checksum }))
        writeFileSync(join(folder, 'neighbours.0007.json'), JSON.stringify({ checksum: await jsonHash([7, {}]), body: {} }))
        for (const name of old.filter((name) => name.includes('-'))) {
          const hash = await fileHash(Uint8Array.from(Buffer.from(whole[name]!, 'latin1')))
          const longer = name.replace(/(?<=-)[0-9a-f]+/, hash)
          longNames.add(longer)
          renameSync(join(folder, name), join(folder, longer))
        }
      },
      () => rmSync(join(folder, old.find((name) => name.startsWith('index-'))!)),
      () => old.filter((name) => name.startsWith('lists-')).forEach((name) => void rmSync(join(folder, name))),
    ]) {
      for (const [name, text] of Object.entries(whole)) writeFileSync(join(folder, name), text, 'latin1')
      await spoil()
      const { code } = await pack(cwd, ['--index', 'ivf'], rows(['Another thing altogether', 'And one more']))

      expect(code).toBe(0)
      const left = readdirSync(folder)
      expect(left.filter((name) => old.includes(name) || longNames.has(name))).toEqual(['neighbours.0000.json'])
      expect(left).not.toContain('neighbours.0007.json')
      expect(left).toContain(other)
    }
  })

  test('takes one writer at a time, and the lock of a killed one is taken over', async () => {
    const folder = scratchFolder()
    const lock = join(folder, '.pagekin-pack.lock')
    const order: string[] = []
    await withLockedFolder(folder, async () => {
      order.push('first')
      await expect(withLockedFolder(folder, async () => order.push('second'))).rejects.toThrow(
        `process ${process.pid} is writing a pack there`,
      )
    })
    expect(readdirSync(folder)).toEqual([])
    // a process that has ended: no process has its number
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(lock, String(pid))
    await withLockedFolder(folder, async () => order.push('third'))

    expect(order).toEqual(['first', 'third'])
    expect(readdirSync(folder)).toEqual([])
  })

  test('that cannot be written ends the run with 1', async () => {
    const cwd = scratchFolder()
    writeFileSync(join(cwd, 'kin'), 'a file')
    const { code, err } = await pack(cwd, ['--device', 'off'])
    expect(code).toBe(1)
    expect(err).toContain('cannot be written')
  })
})

test.each([
  ['no folder', ['pack', '--catalog', 'items.jsonl']],
  ['too many neighbours', ['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--neighbours', '101']],
  ['dimensions that are no number', ['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--dimensions', 'many']],
  ['dimensions that the model does not allow', ['pack', '--catalog', 'items.jsonl', '--out', 'kin', '--dimensions', '100', '--no-cache']],
])('%s ends with 2', async (_, args) => {
  expect((await cli(args, { files: { 'items.jsonl': lines(rows(TITLES)) } })).code).toBe(2)
})

describe('a pack in lists', () => {
  const titles = Array.from({ length: 60 }, (_, i) => `${TITLES[i % TITLES.length]} number ${i}`)

  test('is the same bytes again; a changed price writes a list, its head and cards, index and manifest anew, and what they replace is deleted', async () => {
    const cwd = scratchFolder()
    const args = ['--index', 'ivf', '--neighbours', '0']
    const first = await pack(cwd, args, rows(titles))
    expect(first.err).toBe('')
    const before = bytesIn(join(cwd, 'kin'))
    expect(Object.keys(before).filter((name) => /^(vectors|items)-/.test(name))).toEqual([])

    expect(JSON.parse((await pack(cwd, args, rows(titles).reverse())).out).files).toMatchObject({ written: 0, deleted: 0 })
    const changed = rows(titles).map((row) => (row.id === '7' ? { ...row, price: 99 } : row))
    expect(JSON.parse((await pack(cwd, args, changed)).out).files).toMatchObject({ written: 5, deleted: 4 })
    expect(Object.keys(bytesIn(join(cwd, 'kin')))).toHaveLength(Object.keys(before).length)

    await pack(cwd, ['--index', 'flat', '--neighbours', '0'], changed)
    expect(Object.keys(bytesIn(join(cwd, 'kin'))).filter((name) => /^(lists|heads|cards|ids|terms)-/.test(name))).toEqual([])
  })

  test('stores 8 neighbours of each item, or as many as asked for; of a few items those that an engine with all of them answers', async () => {
    const cwd = scratchFolder()
    const stored = async (args: readonly string[]) => {
      await pack(cwd, ['--index', 'ivf', ...args], rows(titles))
      return (await neighboursOf(await openPackFolder(join(cwd, 'kin')), '5'))?.items.map(({ id }) => id)
    }
    writeFileSync(join(cwd, 'items.jsonl'), lines(rows(titles)))
    const { out } = await cli(['similar', '--catalog', 'items.jsonl', '--id', '5', '-k', '8', '--json', '--quiet'], { cwd })
    const expected = JSON.parse(out).items.map(({ id }: { id: string }) => id)

    expect(await stored([])).toEqual(expected)
    expect(await stored(['--neighbours', '3'])).toEqual(expected.slice(0, 3))
    expect(await stored(['--neighbours', '0'])).toBeUndefined()
  })

  test('is made of a longer text than a page reads; a flat pack is not', async () => {
    const cwd = scratchFolder()
    writeFileSync(join(cwd, 'long.jsonl'), `${lines(rows(TITLES))}${' '.repeat(2 ** 26)}`)
    const args = ['pack', '--catalog', 'long.jsonl', '--out', 'kin', '--json', '--quiet']
    expect(JSON.parse((await cli([...args, '--index', 'ivf'], { cwd })).out)).toMatchObject({ rows: 7 })

    const flat = await cli([...args, '--index', 'flat'], { cwd })
    expect(flat.code).toBe(1)
    expect(flat.err).toContain('at most 64 MiB')
  })
})
