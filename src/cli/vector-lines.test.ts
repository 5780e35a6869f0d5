import { expect, test } from 'vitest'
import { cli } from './cli.test-helper.js'
import { readVector, streamLines } from './vector-lines.js'

const CODES = { hash: 'h', encoder: 'e', scale: 1, codes: 'AQID' }

test.each([
  { vector: ['x', null] },
  { vector: [] },
  { codes: '%%%' },
  { codes: '' },
  { codes: 7 },
  { scale: -1 },
  { scale: 1e39 },
  { scale: '1' },
  { list: -1, centroids: 'c' },
  { list: 0.5, centroids: 'c' },
  { list: '0', centroids: 'c' },
  { list: 0 },
  { centroids: 'c' },
  { hash: 7 },
  { encoder: null },
])('a line with %j is no line of vectors', (wrong) => {
  const line = JSON.stringify({ ...CODES, ...wrong })
  expect(readVector(line)).toEqual({
    rejected: `received ${JSON.stringify(line.slice(0, 60))}, expected a line of \`pagekin embed --stream\``,
  })
})

test('a line that reaches from one piece of a file to the next is one line, however long, and blank ones are left out and counted', async () => {
  const chunks = ['{"a', '":1}\r\n\n', '', '\n{"b":"', ...Array<string>(1000).fill('é'.repeat(100)), '"}', '\n', 'last'].map((text) =>
    new TextEncoder().encode(text),
  )
  const bytes = chunks.flatMap((chunk) => [...chunk])
  const linesOf = async (pieces: readonly Uint8Array[]) => {
    const lines: [number, string][] = []
    for await (const { line, number } of streamLines('-', {
      cwd: '.',
      stdin: async function* () {
        yield* pieces
      },
    }))
      lines.push([number, line])
    return lines
  }
  const expected = [
    [1, '{"a":1}\r'],
    [4, `{"b":"${'é'.repeat(100_000)}"}`],
    [5, 'last'],
  ]
  expect(await linesOf(chunks)).toEqual(expected)
  expect(
    await linesOf(Array.from({ length: Math.ceil(bytes.length / 997) }, (_, i) => Uint8Array.from(bytes.slice(i * 997, (i + 1) * 997)))),
  ).toEqual(expected)
})

test('a line of so many pieces is read in time in step with its length', async () => {
  const piece = new Uint8Array(65_536).fill(97)
  const time = async (count: number) => {
    const pieces = Array<Uint8Array>(count).fill(piece)
    const begun = performance.now()
    for await (const { line } of streamLines('-', {
      cwd: '.',
      stdin: async function* () {
        yield* pieces
      },
    }))
      expect(line.length).toBe(count * piece.length)
    return performance.now() - begun
  }
  await time(100)
  expect(await time(800)).toBeLessThan(40 * (await time(50)) + 1000)
})

test.each(['{}', '{"dimensions":4,"mean":"AAAA","centroids":"AA=="}', '{"dimensions":4,"mean":"%","centroids":"AA=="}'])(
  'centroids that are %s are refused with their file, and a hint that fits',
  async (centroids) => {
    const { code, err } = await cli(['assign', '--centroids', 'c.json'], { files: { 'c.json': centroids }, stdin: JSON.stringify(CODES) })
    expect(code).toBe(1)
    expect(err).toMatch(/--centroids c\.json: .*expected a file of `pagekin merge --fit`/)
    expect(err).not.toContain('worker')
  },
)
