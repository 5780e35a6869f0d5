import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { cli, jsonLines, scratchFolder } from './cli.test-helper.js'

const DATA = '../shared/data/bestbuy-sample/ecommerce.json.gz'

/** Real rows as lines, the last of them twice, and one that is no item. */
function linesOf(count: number): string[] {
  const rows = (JSON.parse(gunzipSync(readFileSync(DATA)).toString('utf8')) as object[]).slice(0, count - 2)
  const lines = rows.map((row, at) => JSON.stringify({ ...row, id: `p${at}` }))
  return [...lines, lines.at(-1)!, '{"price":3}']
}

function bytesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}

/** Embeds each part by itself, as a cluster would. */
async function embedParts(cwd: string, lines: readonly string[], parts: number, flags: readonly string[] = []): Promise<string[]> {
  const size = Math.ceil(lines.length / parts)
  const names: string[] = []
  for (let part = 0; part < parts; part++) {
    const stdin = lines.slice(part * size, (part + 1) * size).join('\n')
    const { code, out } = await cli(['embed', '--stream', '--quiet', ...flags], { cwd, stdin })
    expect(code).toBe(0)
    names.push(`part-${part}`)
    writeFileSync(join(cwd, `part-${part}`), out)
  }
  return names
}

async function sameAsPack(count: number, pieces: number): Promise<void> {
  const cwd = scratchFolder()
  const lines = linesOf(count)
  writeFileSync(join(cwd, 'items.jsonl'), `${lines.join('\n')}\n`)
  const catalog = ['--catalog', 'items.jsonl', '--quiet']
  expect((await cli(['pack', ...catalog, '--index', 'ivf', '--out', 'here', '--no-cache'], { cwd })).code).toBe(0)
  const parts = await embedParts(cwd, lines, pieces, ['--codes'])
  expect(await cli(['merge', ...catalog, '--vectors', ...parts, '--out', 'merged'], { cwd })).toMatchObject({ code: 0 })
  expect(bytesIn(join(cwd, 'merged'))).toEqual(bytesIn(join(cwd, 'here')))

  expect(await cli(['merge', ...catalog, '--vectors', ...parts, '--fit', 'centroids.json'], { cwd })).toMatchObject({ code: 0 })
  const assigned: string[] = []
  for (const part of parts) {
    const { code, out } = await cli(['assign', '--centroids', 'centroids.json', '--input', part], { cwd })
    expect(code).toBe(0)
    writeFileSync(join(cwd, `list-${part}`), out)
    assigned.push(`list-${part}`)
  }
  const merge = ['merge', ...catalog, '--vectors', ...assigned.reverse(), '--out', 'assigned']
  expect(await cli([...merge, '--centroids', 'centroids.json'], { cwd })).toMatchObject({ code: 0 })
  expect(bytesIn(join(cwd, 'assigned'))).toEqual(bytesIn(join(cwd, 'here')))
}

describe.skipIf(!existsSync(DATA))('a pack that was made in parts', () => {
  test('has the bytes of one that was made at once', () => sameAsPack(40, 2), 120_000)
  test('has the bytes of one that was made at once, of 2,000 real rows', { tags: 'long', timeout: 900_000 }, () => sameAsPack(2000, 4))

  test('asks for what is missing: vectors of each item, of this encoder, and the centroids that lists were found by', async () => {
    const cwd = scratchFolder()
    const lines = linesOf(40)
    writeFileSync(join(cwd, 'items.jsonl'), lines.join('\n'))
    const [first, second] = await embedParts(cwd, lines, 2)
    const merge = (args: readonly string[]) => cli(['merge', '--catalog', 'items.jsonl', '--quiet', '--out', 'pack', ...args], { cwd })

    const half = await merge(['--vectors', first!])
    expect(half.code).toBe(1)
    expect(half.err).toContain('18 of 38 items have no vector, the first is "p20"')
    writeFileSync(join(cwd, 'foreign'), readFileSync(join(cwd, second!), 'utf8').replaceAll(/"encoder":"[^"]*"/g, '"encoder":"other"'))
    expect((await merge(['--vectors', first!, 'foreign'])).err).toContain('foreign, line 1: received a vector of another encoder')
    await cli(['merge', '--catalog', 'items.jsonl', '--quiet', '--vectors', first!, second!, '--fit', 'fit.json'], { cwd })
    const assigned = await cli(['assign', '--centroids', 'fit.json', '--input', first!], { cwd })
    writeFileSync(join(cwd, 'assigned'), assigned.out)
    expect((await merge(['--vectors', 'assigned', second!])).err).toContain('a list of other centroids')
  }, 120_000)
})

describe('embed --stream', () => {
  const TEXTS = ['Copper kettle', 'Warm wool blanket', 'Tent for two', 'Desk lamp', 'Garden spade', 'Chess set', 'Board game']
  const input = TEXTS.map((title, id) => `${JSON.stringify({ id: `${id}`, title })}\n`).join('')

  test('writes a line for each line, in order: the vector of `embed`, and why a row has none', async () => {
    const cwd = scratchFolder()
    const texts = TEXTS.map((text) => `${JSON.stringify({ text })}\n`).join('')
    await cli(['embed', '--input', '-', '--output', 'all.f32'], { cwd, stdin: texts })
    const floats = new Float32Array(new Uint8Array(readFileSync(join(cwd, 'all.f32'))).buffer)
    const { code, out } = await cli(['embed', '--stream', '--quiet'], { cwd, stdin: `${input}{"price":2}\n${texts}` })

    expect(code).toBe(0)
    const lines = jsonLines(out)
    expect(lines.map(({ id }) => id)).toEqual([...TEXTS.keys()].map(String).concat(Array(8).fill(undefined)))
    expect(lines[7]).toEqual({ rejected: expect.stringMatching(/^id: /) })
    expect(Float32Array.from(lines.slice(0, 7).flatMap(({ vector }) => vector))).toEqual(floats)
    expect(Float32Array.from(lines.slice(8).flatMap(({ vector }) => vector))).toEqual(floats)
  })

  test('a line that is no row says why, and the others are embedded as without it', async () => {
    const wrong = ['{"id":"x","title":', '[1]', '"text"', 'null']
    const { code, out, err } = await cli(['embed', '--stream', '--codes'], { stdin: `${wrong.join('\n')}\n${input}{"price":2}\n` })
    const alone = await cli(['embed', '--stream', '--codes', '--quiet'], { stdin: input })

    expect(code).toBe(0)
    const lines = jsonLines(out)
    expect(lines.slice(0, 4)).toEqual(wrong.map((line) => ({ rejected: `received ${JSON.stringify(line)}, expected a JSON object` })))
    expect(lines.slice(4, -1)).toEqual(jsonLines(alone.out))
    expect(err).toContain('5 of 12 lines rejected:\n  -, line 1: received "{\\"id\\":\\"x\\",\\"title\\":", expected a JSON object\n')
    expect(err).toContain('  -, line 12: id: ')
  })

  test('a line is told by its place in the file, blank ones counted, and one that has no text names its fields', async () => {
    const { err } = await cli(['embed', '--stream', '--quiet'], { stdin: '\n{"text":"Kettle"}\n\n{"txt":"Kettle","size":3}\n{}\n' })

    const why = 'id: has neither an id (id, sku, @id, handle, ...) nor a url that could be one'
    const expected = 'expected "text", maybe with "id", or the row of an item'
    expect(err).toBe(
      `2 of 3 lines rejected:\n  -, line 4: ${why}; received the fields "txt", "size", ${expected}\n  -, line 5: ${why}; received no field, ${expected}\n`,
    )
  })

  test('a vector of another length costs its own item of `assign` and `merge`, and is told', async () => {
    const cwd = scratchFolder()
    writeFileSync(join(cwd, 'items.jsonl'), input)
    const catalog = ['--catalog', 'items.jsonl', '--quiet']
    const { out: whole } = await cli(['embed', '--stream', '--quiet'], { cwd, stdin: input })
    const [first, second, ...others] = jsonLines(whole)
    const short = JSON.stringify({ ...second, vector: [1, 0] })
    const lines = `${[first, ...others].map((line) => JSON.stringify(line)).join('\n')}\n`
    writeFileSync(join(cwd, 'vectors'), `${lines}${short}\n${JSON.stringify(second)}\n`)
    const told = '1 of 8 lines rejected:\n  vectors, line 7: received 2 dimensions, expected '

    const fitted = await cli(['merge', ...catalog, '--vectors', 'vectors', '--fit', 'fit.json'], { cwd })
    expect(fitted).toMatchObject({ code: 0, err: expect.stringContaining(told) })
    const assigned = await cli(['assign', '--centroids', 'fit.json', '--input', 'vectors'], { cwd })
    expect(assigned).toMatchObject({ code: 0, err: expect.stringContaining(told) })
    expect(jsonLines(assigned.out)[6]).toEqual({ rejected: 'received 2 dimensions, expected 128 or more' })
    expect(jsonLines(assigned.out)[7]).toMatchObject({ id: '1', list: expect.any(Number) })
  }, 60_000)

  test('a line that is cut costs its own item of `assign` and `merge`, and is told', async () => {
    const cwd = scratchFolder()
    writeFileSync(join(cwd, 'items.jsonl'), input)
    const catalog = ['--catalog', 'items.jsonl', '--quiet']
    const { out: whole } = await cli(['embed', '--stream', '--codes', '--quiet'], { cwd, stdin: input })
    writeFileSync(join(cwd, 'vectors'), `${whole}${whole.slice(0, 40)}\n{"rejected":"no id"}\n`)
    const told =
      /2 of 9 lines rejected:\n {2}vectors, line 8: received .*, expected a line of `pagekin embed --stream`\n {2}vectors, line 9: no id\n/

    const fitted = await cli(['merge', ...catalog, '--vectors', 'vectors', '--fit', 'fit.json'], { cwd })
    expect(fitted).toMatchObject({ code: 0, err: expect.stringMatching(told) })
    const assigned = await cli(['assign', '--centroids', 'fit.json', '--input', 'vectors'], { cwd })
    expect(assigned).toMatchObject({ code: 0, err: expect.stringMatching(told) })
    const lines = jsonLines(assigned.out)
    expect(lines.slice(0, 7).map(({ list, centroids, ...line }) => line)).toEqual(jsonLines(whole))
    expect(lines.slice(7)).toEqual([
      { rejected: expect.stringMatching(/^received .*, expected a line of `pagekin embed --stream`$/) },
      { rejected: 'no id' },
    ])
  }, 60_000)

  test('goes on where a run was cut, however it was cut, and with no other input', async () => {
    const cwd = scratchFolder()
    const args = ['embed', '--stream', '--codes', '--quiet', '--output', 'out.jsonl']
    await cli(args, { cwd, stdin: input })
    const whole = readFileSync(join(cwd, 'out.jsonl'), 'utf8')
    const lengths = [0, 1, whole.indexOf('\n'), whole.indexOf('\n') + 1, Math.floor(whole.length / 2), whole.length - 1, whole.length]
    for (const length of lengths) {
      truncateSync(join(cwd, 'out.jsonl'), length)
      expect((await cli(args, { cwd, stdin: input })).code).toBe(0)
      expect(readFileSync(join(cwd, 'out.jsonl'), 'utf8')).toBe(whole)
    }
    const other = await cli(args, { cwd, stdin: input.replace('"id":"3"', '"id":"x"') })
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('line 4: received the line of another input') })
    expect((await cli(args, { cwd, stdin: input.slice(0, input.indexOf('\n')) })).err).toContain('expected at most 1')
    expect(readFileSync(join(cwd, 'out.jsonl'), 'utf8')).toBe(whole)
  })
})
