import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { defineCheck } from './check.js'
import { createContext } from './context.js'
import { NOT_IN_A_PAGE } from './not-in-a-page.js'
import { OPEN } from './open.js'
import { PAPERS } from './papers.js'
import { CHECKS } from './registry.js'
import { newFailures, statesIn, toJson, toMarkdown } from './report.js'
import { entryOf, type Row, runRows } from './run.js'

const counted = (values: readonly string[]) => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

describe('the registry', () => {
  test('has each of the 94 papers once, in families and classes of the known sizes', () => {
    expect(PAPERS.map(({ n }) => n)).toEqual(Array.from({ length: 94 }, (_, i) => i + 1))
    expect(new Set(PAPERS.map(({ id }) => id)).size).toBe(94)
    expect(new Set(PAPERS.map(({ title }) => title)).size).toBe(94)
    expect(PAPERS.filter(({ id }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
    expect(counted(PAPERS.map((paper) => paper.class[0]!))).toEqual({ A: 52, D: 14, B: 12, C: 8, E: 8 })
    expect(counted(PAPERS.map(({ family }) => family))).toEqual({
      ...{ F1: 7, F2: 9, F3: 5, F4: 4, F5: 6, F6: 5, F7: 6, F8: 5, F9: 3, F10: 2, F11: 7, F12: 13, F13: 11, F14: 11 },
    })
  })

  test('has for each paper a check, a reason why there is none, or a nearest feature, and names no other', () => {
    for (const paper of PAPERS) expect(() => entryOf(paper)).not.toThrow()
    const ids = new Set(PAPERS.map(({ id }) => id))
    expect([CHECKS, OPEN, NOT_IN_A_PAGE].flatMap((list) => Object.keys(list)).filter((id) => !ids.has(id))).toEqual([])
  })

  test('has a control for every check, and only papers of class E out of reach', () => {
    for (const [id, { controls }] of Object.entries(CHECKS)) expect([id, controls.length > 0]).toEqual([id, true])
    for (const paper of PAPERS) if (NOT_IN_A_PAGE[paper.id]) expect(paper.class[0]).toBe('E')
  })

  test('agrees with ROWS.md', () => {
    const lines = readFileSync('ROWS.md', 'utf8').split('\n')
    const rows = lines.filter((line) => /^\| \d+ \|/.test(line)).map((line) => line.slice(2, -2).split(/ \| /))
    expect(rows.map(([n, title, family, cls]) => [Number(n), title, family, cls])).toEqual(
      PAPERS.map(({ n, title, family, class: cls }) => [n, title, family, cls]),
    )
    for (const [i, paper] of PAPERS.entries()) {
      const [state, check] = [rows[i]![4]!, rows[i]![8]!]
      const entry = entryOf(paper)
      if ('open' in entry) expect([paper.id, state, check]).toEqual([paper.id, 'open', entry.open.check])
      else if ('notInAPage' in entry) expect([paper.id, state]).toEqual([paper.id, 'not-in-a-page'])
      else expect([paper.id, check, ['green', 'fails', 'open'].includes(state)]).toEqual([paper.id, entry.check.what, true])
    }
    const states = rows.map((row) => row[4]!)
    for (const [state, count] of Object.entries(counted(states))) expect(lines[2]).toContain(`${count} ${state}`)
  })
})

describe('a check', () => {
  const context = createContext(() => Promise.reject(new Error('asked for another row')), { texts: 0, seconds: 0 })
  const parts = { what: 'a number above 1', quick: true, needs: [], passes: ({ figure }: { figure: number }) => figure > 1 }
  const measure = (figure: number) => ({ figure, baseline: null, ci: null, detail: `it is ${figure}` })

  test('is green where it passes and its controls do not', async () => {
    const check = defineCheck({ ...parts, capability: 2, controls: { identity: 1, shuffled: 0 }, measure })
    expect(await check.run(context)).toEqual({
      state: 'green',
      figure: 2,
      baseline: null,
      ci: null,
      why: 'it is 2; control: identity 1, shuffled 0',
    })
  })

  test('fails where its control passes too', async () => {
    const check = defineCheck({ ...parts, capability: 3, controls: { shuffled: 2 }, measure })
    expect(await check.run(context)).toMatchObject({ state: 'fails', figure: 3, why: 'its control (shuffled) passes too, with 2; it is 3' })
  })

  test('fails where it does not pass, and stays open where something is known to be missing', async () => {
    const fails = defineCheck({ ...parts, capability: 1, controls: { identity: 0 }, measure })
    expect(await fails.run(context)).toMatchObject({ state: 'fails', why: 'it is 1' })
    const unfinished = () => 'half of it is not built'
    const open = defineCheck({ ...parts, capability: 2, controls: { identity: 0 }, measure, unfinished })
    expect(await open.run(context)).toMatchObject({
      state: 'open',
      figure: 2,
      why: 'half of it is not built; it is 2; control: identity 0',
    })
  })
})

test('a run is filtered by family and by row, and prints nothing else as JSON', async () => {
  const { rows } = await runRows({ quick: true, family: 'F4' })
  expect(rows.map(({ n }) => n)).toEqual([23, 29, 44, 52])
  const parsed = JSON.parse(toJson(rows)) as { rows: Row[] }
  expect(Object.keys(parsed)).toEqual(['rows'])
  for (const row of parsed.rows) {
    expect(Object.keys(row)).toEqual(['n', 'id', 'title', 'family', 'class', 'state', 'figure', 'baseline', 'ci', 'check', 'why'])
  }
  expect((await runRows({ quick: true, row: 29 })).rows).toEqual([parsed.rows[1]])
})

test('a cell of ROWS.md cannot break the table', () => {
  const [paper] = PAPERS
  const row: Row = { ...paper!, state: 'green', figure: 0.12345, baseline: null, ci: [0.1, 0.2], check: 'a | b', why: 'c' }
  const other: Row = { ...PAPERS[1]!, state: 'fails', figure: 1, baseline: 2, ci: null, check: 'd', why: 'e' }
  const both = toMarkdown([row, other])
  expect(toMarkdown([{ ...other, state: 'green' }], both)).toBe(toMarkdown([row, { ...other, state: 'green' }]))
  expect(both).toContain('1 green, 1 fails, 0 open')
  expect([...statesIn(toMarkdown([row]))]).toEqual([[1, 'green']])
  expect(newFailures([{ ...row, state: 'fails' }], statesIn(toMarkdown([row])))).toHaveLength(1)
  expect(newFailures([{ ...row, state: 'open' }], statesIn(toMarkdown([row])))).toEqual([])
  expect(toMarkdown([row]).trimEnd().split('\n').at(-1)).toMatch(/\| green \| 0\.123 \| {2}\| 0\.1 to 0\.2 \| a \\\| b \| c \|$/)
})
