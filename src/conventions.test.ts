import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Row {
  readonly number: number
  readonly points: number
  readonly tests: readonly (readonly [path: string, title: string])[]
  readonly lacks: string
}

const [features, checks] = readFileSync('docs/conventions.md', 'utf8')
  .split('\n## ')
  .slice(1)
  .map((section) => section.split('\n').flatMap(rowOf))

function rowOf(line: string): Row[] {
  const [, number, , points, heldBy = '', lacks = ''] = line.split('|').map((cell) => cell.trim())
  const tests = [...heldBy.matchAll(/`([^`]+)` "([^"]*)"/g)].map(([, path, title]) => [path!, title!] as const)
  return /^\d+$/.test(number ?? '') ? [{ number: Number(number), points: Number(points), tests, lacks }] : []
}

test('docs/conventions.md has all 40 features and all 25 checks, each with points', () => {
  for (const [rows, count] of [
    [features, 40],
    [checks, 25],
  ] as const) {
    expect(rows!.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    expect(rows!.filter(({ points }) => ![0, 1, 2].includes(points))).toEqual([])
  }
})

test('whatever has 2 points names a test and lacks nothing, and whatever has fewer says what it lacks', () => {
  const wrong = [...features!, ...checks!].filter(({ points, tests, lacks }) => (points === 2 ? tests.length === 0 || lacks : !lacks))

  expect(wrong.map(({ number }) => number)).toEqual([])
})

test('every test that docs/conventions.md names exists', () => {
  const named = [...features!, ...checks!].flatMap(({ tests }) => tests)
  const missing = named.filter(([path, title]) => !existsSync(path) || !readFileSync(path, 'utf8').includes(title))

  expect(named.length).toBeGreaterThan(50)
  expect(missing).toEqual([])
})
