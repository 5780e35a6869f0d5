import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { itemsIn } from '../lexical/languages.test-helper.js'
import { cli, jsonLines, scratchFolder } from './cli.test-helper.js'

const TITLES = ['Copper kettle', 'Warm wool blanket', 'Tent for two', 'Desk lamp', 'Garden spade', 'Chess set', 'Board game for children']
const CATALOG = TITLES.map((title, id) => `${JSON.stringify({ id, title })}\n`).join('')
const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

const vectorsOf = (path: string) => {
  const bytes = readFileSync(path)
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

describe('the built-in encoder on the command line', () => {
  test('embeds texts to rows of unit length, in order, and a Matryoshka cut is their beginning', async () => {
    const cwd = scratchFolder()
    const input = TITLES.map((text) => `${JSON.stringify({ text })}\n`).join('')
    const { code, out, err } = await cli(['embed', '--input', 'in.jsonl', '--output', 'full.f32', '--json', '--quiet'], {
      cwd,
      files: { 'in.jsonl': input },
    })
    await cli(['embed', '--input', '-', '--output', 'cut.f32', '--dimensions', '128'], { cwd, stdin: input })
    const wrong = await cli(['embed', '--input', '-', '--output', 'wrong.f32', '--dimensions', '100'], { cwd, stdin: input })

    expect({ code, err }).toEqual({ code: 0, err: '7 rows, 384 dimensions\n' })
    expect(JSON.parse(out)).toMatchObject({ rows: 7, dimensions: 384 })
    const full = vectorsOf(join(cwd, 'full.f32'))
    const cut = vectorsOf(join(cwd, 'cut.f32'))
    expect([full.length, cut.length]).toEqual([7 * 384, 7 * 128])
    for (let row = 0; row < 7; row++) {
      const vector = full.subarray(row * 384, (row + 1) * 384)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      const length = Math.hypot(...vector.subarray(0, 128))
      for (let i = 0; i < 128; i++) expect(cut[row * 128 + i]).toBeCloseTo(vector[i]! / length, 5)
    }
    expect(wrong.code).toBe(2)
    expect(readdirSync(cwd).sort()).toEqual(['cut.f32', 'full.f32', 'in.jsonl'])
  })

  test('a tier of it embeds to its own vectors, which have one length, and a tier that it lacks is refused', async () => {
    const cwd = scratchFolder()
    const input = TITLES.map((text) => `${JSON.stringify({ text })}\n`).join('')
    const embed = (encoder: string, ...more: string[]) =>
      cli(['embed', '--input', '-', '--output', 'out.f32', '--encoder', encoder, '--json', '--quiet', ...more], { cwd, stdin: input })
    const told = async (encoder: string, ...more: string[]) => JSON.parse((await embed(encoder, ...more)).out)
    const tier = await told('builtin?layers=1&dimensions=128')

    expect(tier).toMatchObject({ rows: 7, dimensions: 128 })
    expect(await told('builtin?layers=1', '--dimensions', '128')).toMatchObject({ fingerprint: tier.fingerprint })
    expect((await told('builtin?dimensions=128')).fingerprint).not.toBe(tier.fingerprint)
    expect(await embed('builtin?layers=2')).toMatchObject({ err: expect.stringContaining('expected builtin, ') })
  })

  test('multilingual finds English items by German words, and answers a Russian catalog by meaning', async () => {
    const more = ['--encoder', 'multilingual', '--quiet', '--json']
    const files = {
      'items.jsonl': CATALOG,
      'ru.jsonl': itemsIn('ru')
        .map((item) => `${JSON.stringify(item)}\n`)
        .join(''),
    }
    const found = await cli(['search', '--catalog', 'items.jsonl', '--query', 'Brettspiel für Kinder', '-k', '1', ...more], { files })
    expect(JSON.parse(found.out).items).toMatchObject([{ id: '6' }])
    const russian = await cli(['search', '--catalog', 'ru.jsonl', '--query', 'палатка', '-k', '1', ...more], { files })
    expect(russian).toMatchObject({ code: 0, err: expect.not.stringContaining('answers by words alone') })
    expect(JSON.parse(russian.out).items[0].reasons.map(({ kind }: { kind: string }) => kind)).toContain('meaning')
  })

  test('progress goes to the last item', async () => {
    const items = Array.from({ length: 48 }, (_, id) => `${JSON.stringify({ id, title: `${TITLES[id % 7]} ${id}` })}\n`).join('')
    // short work is not told, so each look at the clock finds a second gone
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
    const { err } = await cli(['similar', '--catalog', '-', '--id', '1', '--no-cache'], { stdin: items })
    clock.mockRestore()
    expect(err.trimEnd().split('\n').at(-1)).toBe('48/48 items embedded')
  })

  test('searches by meaning; a second run answers alike from the cache, also after a file of it was damaged', async () => {
    const cwd = scratchFolder()
    const args = ['search', '--catalog', 'items.jsonl', '--query', 'camping', '-k', '7', '--cache', 'kept', '--json', '--quiet']
    const first = await cli(args, { cwd, files: { 'items.jsonl': CATALOG } })
    const items = JSON.parse(first.out).items

    expect(first).toMatchObject({ code: 0, err: '' })
    expect(items).toHaveLength(7)
    expect(items[0]).toMatchObject({ id: '2', reasons: [{ kind: 'meaning' }, { kind: 'meaning' }] })

    const folder = readdirSync(join(cwd, 'kept'), { withFileTypes: true }).find((entry) => entry.isDirectory())!.name
    const files = readdirSync(join(cwd, 'kept', folder))
    expect(JSON.parse((await cli(args, { cwd })).out).items).toEqual(items)
    expect(readdirSync(join(cwd, 'kept', folder))).toEqual(files)

    writeFileSync(join(cwd, 'kept', folder, files[0]!), 'damaged')
    const third = await cli(args, { cwd })
    expect(JSON.parse(third.out).items).toEqual(items)
    expect(third.err).toContain('damaged')
  })

  test('similar needs no encoder where the cache has every vector, and --no-cache keeps nothing', async () => {
    const cwd = scratchFolder()
    const args = ['similar', '--catalog', 'items.jsonl', '--id', '5', '-k', '1', '--json']
    const uncached = await cli([...args, '--no-cache'], { cwd, files: { 'items.jsonl': CATALOG } })
    expect(readdirSync(cwd)).toEqual(['items.jsonl'])

    const cached = await cli([...args, '--cache', 'kept'], { cwd })
    const again = await cli([...args, '--cache', 'kept'], { cwd })
    for (const { out } of [uncached, cached, again])
      expect(JSON.parse(out).items[0]).toMatchObject({ id: '6', reasons: [{ kind: 'similar-to', id: '5' }, { kind: 'words' }] })
    expect(JSON.parse(again.out).items).toEqual(JSON.parse(cached.out).items)
  })
})

test.each([
  ['en', ''],
  ['de', ''],
  ['ru', 'language of this catalog'],
  ['ja', 'language of this catalog'],
] as const)('a catalog in %s is answered by what the built-in encoder knows of it', async (language, told) => {
  const catalog = itemsIn(language)
  const files = { 'items.jsonl': catalog.map((item) => `${JSON.stringify(item)}\n`).join('') }
  const { code, out, err } = await cli(['similar', '--catalog', 'items.jsonl', '--id', catalog[0]!.id, '--json', '--quiet', '--no-cache'], {
    files,
  })

  expect(code).toBe(0)
  if (told === '') expect(err).toBe('')
  else expect(err).toContain(told)
  expect(JSON.parse(out).items).toHaveLength(8)
})

if (!existsSync(BUILT)) console.warn('dist/cli.js is not built: its test is skipped')

test.skipIf(!existsSync(BUILT))('the built file answers on standard output, and ends', () => {
  const cwd = scratchFolder()
  writeFileSync(join(cwd, 'items.jsonl'), CATALOG)
  const args = [BUILT, 'search', '--catalog', 'items.jsonl', '--queries', '-', '-k', '3', '--json', '--no-cache']
  const out = execFileSync(process.execPath, args, { cwd, input: 'camping\nhot tea\n', encoding: 'utf8', timeout: 25_000 })

  expect(jsonLines(out).map(({ query, items }) => [query, items.length])).toEqual([
    ['camping', 3],
    ['hot tea', 3],
  ])
})

test.skipIf(!existsSync(BUILT) || !existsSync('/dev/full'))('the built file ends with 1 where its answers find no room', () => {
  const words = `"${process.execPath}" "${BUILT}" search --catalog - --query kettle --device off`
  const { status, stderr } = spawnSync('sh', ['-c', `${words} > /dev/full`], { input: CATALOG, encoding: 'utf8' })

  expect(stderr).toContain('standard output: cannot be written')
  expect(status).toBe(1)
})

test.skipIf(!existsSync(BUILT))('the built file says so where its working directory is gone', () => {
  const script = `cd "$1" && rmdir "$1" && "${process.execPath}" "${BUILT}" search --catalog - --query kettle --device off`
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', scratchFolder()], { input: CATALOG, encoding: 'utf8' })

  expect(stderr).toMatch(/^the working directory cannot be read: .*ENOENT.*\n$/)
  expect(status).toBe(1)
})
