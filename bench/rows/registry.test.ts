import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { absentOf } from '../beside.js'
import { defineCheck } from './check.js'
import { createContext } from './context.js'
import { NOT_IN_A_PAGE } from './not-in-a-page.js'
import { OPEN } from './open.js'
import { PAPERS } from './papers.js'
import { CHECKS } from './registry.js'
import { cellsIn, conditionCells, statesIn, toJson, toMarkdown, withRow, worseThan } from './report.js'
import { conditionsOf, entryOf, type Row, runRows, whatOf } from './run.js'

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

  test('agrees with ROWS.md: papers, checks, conditions, and states that its lists allow', () => {
    const file = readFileSync('ROWS.md', 'utf8')
    const rows = cellsIn(file)
    expect(rows.map(([n, title, family, cls]) => [Number(n), title, family, cls])).toEqual(
      PAPERS.map(({ n, title, family, class: cls }) => [n, title, family, cls]),
    )
    for (const [i, paper] of PAPERS.entries()) {
      const [state, conditions, interval, check] = [rows[i]![4]!, rows[i]!.slice(8, 11), rows[i]![11]!, rows[i]![12]!]
      const entry = entryOf(paper)
      const possible = 'open' in entry ? ['open'] : 'notInAPage' in entry ? ['not-in-a-page'] : ['green', 'fails', 'open', 'absent']
      expect(possible, paper.id).toContain(state)
      expect([paper.id, check, ...conditions]).toEqual([paper.id, whatOf(entry), ...conditionCells(conditionsOf(entry))])
      if (state === 'green') {
        expect([paper.id, conditions.includes('nobody'), conditions[1], interval]).toEqual([paper.id, false, 'yes', 'yes'])
      }
    }
    const states = rows.map((row) => row[4]!)
    for (const [state, count] of Object.entries(counted(states))) expect(file).toContain(`${count} ${state}`)
    expect(file).toMatch(/commit [0-9a-f]{12}\.\n/)
  })
})

describe('a check', () => {
  const context = createContext(() => Promise.reject(new Error('asked for another row')), { texts: 0, seconds: 0 })
  const parts = {
    ...{ what: 'a number above 1', quick: true, needs: [], passes: ({ figure }: { figure: number }) => figure > 1 },
    ...{ reachable: '`search`', product: true, data: 'Abt-Buy' },
  }
  const measure = (figure: number) => ({ figure, baseline: null, ci: [1.5, 2.5] as const, detail: `it is ${figure}` })

  test('is green where it passes, its controls do not, and the conditions hold', async () => {
    const check = defineCheck({ ...parts, capability: 2, controls: { identity: 1, shuffled: 0 }, measure })
    expect(await check.run(context)).toEqual({
      state: 'green',
      figure: 2,
      baseline: null,
      ci: [1.5, 2.5],
      excludesControl: 'yes',
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
      why: 'half of it is not built; it is 2',
    })
  })

  test.each([
    [{ reachable: '' }, 'no user can reach it'],
    [{ product: false }, 'the check does not call the product'],
    [{ data: 'T1' }, 'not confirmed on real data'],
    [{ measure: (figure: number) => ({ ...measure(figure), ci: null }) }, 'no interval'],
    [{ measure: (figure: number) => ({ ...measure(figure), ci: [0.5, 2.5] as const }) }, 'the interval includes the control'],
  ])('stays open without one of the conditions, and measures controls only where the others hold: %j', async (change, reason) => {
    const check = defineCheck({ ...parts, capability: 2, controls: { identity: 1 }, measure, ...change })
    const told = 'measure' in change ? 'it is 2; control: identity 1' : 'it is 2'
    expect(await check.run(context)).toMatchObject({ state: 'open', why: `${reason}; ${told}` })
  })

  test('takes the interval for one of the difference where there is a baseline, and allows a margin below it', async () => {
    const exclusion = async (ci: readonly [number, number], margin = 0) => {
      const difference = (figure: number) => ({ ...measure(figure), baseline: 1.5, ci })
      return (await defineCheck({ ...parts, margin, capability: 2, controls: { identity: 1 }, measure: difference }).run(context))
        .excludesControl
    }
    expect(await exclusion([0.1, 0.9])).toBe('yes')
    expect(await exclusion([0, 0.9])).toBe('no')
    expect(await exclusion([-0.1, 0.9])).toBe('no')
    expect(await exclusion([-0.1, 0.9], 0.2)).toBe('yes')
    // the control lies within the interval
    expect(await exclusion([-0.6, 0.9], 0.7)).toBe('no')
  })

  test('names the data that it needs, unless it says more', () => {
    const of = (needs: readonly string[], data?: string) => {
      const { data: _, ...rest } = parts
      return defineCheck({ ...rest, needs, ...(data && { data }), capability: 2, controls: { identity: 1 }, measure }).data
    }
    expect(of([])).toBe('T1')
    expect(of(['models/x', 'data/cranfield', 'data/recipes'])).toBe('cranfield, recipes')
    expect(of(['data/cranfield'], 'Cranfield, T1')).toBe('Cranfield, T1')
  })
})

const TREE = { commit: '0123456789ab', clean: true }

test('a run is filtered by family and by row, and prints nothing else as JSON', async () => {
  const { rows } = await runRows({ quick: true, family: 'F4' })
  expect(rows.map(({ n }) => n)).toEqual([23, 29, 44, 52])
  const parsed = JSON.parse(toJson(rows, TREE, new Map())) as { rows: Row[] }
  expect(parsed).toMatchObject({ ...TREE, worse: [] })
  for (const row of parsed.rows) {
    const measured = ['n', 'id', 'title', 'family', 'class', 'state', 'figure', 'baseline', 'ci']
    expect(Object.keys(row)).toEqual([...measured, 'reachable', 'product', 'data', 'excludesControl', 'check', 'why'])
  }
  expect((await runRows({ quick: true, row: 29 })).rows).toEqual([rows[1]])
})

test('without time left a check is absent, not open', async () => {
  const { rows } = await runRows({ quick: true, row: PAPERS.find(({ id }) => CHECKS[id]?.quick)!.n, until: 0 })
  expect(rows).toMatchObject([{ state: 'absent', why: 'no time left to run it', threw: false }])
})

test('a check that --quick leaves out is absent, not open', async () => {
  const left = PAPERS.find(({ id }) => CHECKS[id]?.quick === false && absentOf(CHECKS[id].needs).length === 0)!
  const { rows } = await runRows({ quick: true, row: left.n })
  expect(rows).toMatchObject([{ state: 'absent', why: 'left out by --quick', figure: null }])
})

describe('ROWS.md', () => {
  const [paper] = PAPERS
  const row: Row = {
    ...paper!,
    ...{ state: 'green', figure: 0.12345, baseline: null, ci: [0.1, 0.2], excludesControl: 'yes', why: 'c\n  d', threw: false },
    ...{ reachable: '`similar`', product: true, data: 'recipes', check: 'a | b' },
  }

  test('names its commit, counts its states, and no cell breaks its table', () => {
    const other: Row = { ...row, ...PAPERS[1]!, state: 'fails', product: false, reachable: '' }
    const file = toMarkdown([row, other], TREE)
    expect(file).toContain('at commit 0123456789ab.\n1 green, 1 fails, 0 open')
    expect(toMarkdown([row], { ...TREE, clean: false })).toContain('with uncommitted changes on commit 0123456789ab.')
    const cells = ['0.123', '', '0.1 to 0.2', '`similar`', 'yes', 'recipes', 'yes', 'a | b', 'c d']
    expect(cellsIn(file)[0]).toEqual(['1', paper!.title, paper!.family, paper!.class, 'green', ...cells])
    expect(cellsIn(file)[1]!.slice(8, 10)).toEqual(['nobody', 'no'])
    expect([...statesIn(file)]).toEqual([
      [1, 'green'],
      [2, 'fails'],
    ])
  })

  test('takes a row that was measured alone, and says at which commit', () => {
    const other: Row = { ...row, ...PAPERS[1]!, state: 'fails' }
    const later = { commit: 'abcdef012345', clean: true }
    const once = withRow(toMarkdown([row, other], TREE), { ...other, state: 'green', figure: 0.5 }, later)
    expect([...statesIn(once)]).toEqual([
      [1, 'green'],
      [2, 'green'],
    ])
    expect(once).toMatch(/at commit 0123456789ab\.\nMeasured alone since, .*: 2 at abcdef012345\.\n2 green, 0 fails/)
    expect(withRow(withRow(once, row, later), other, { ...later, clean: false })).toMatch(
      /: 1 at abcdef012345, 2 at abcdef012345 with changes\.\n1 green, 1 fails/,
    )
  })

  test.each([
    ['green', 'green', false, false],
    ['green', 'open', false, true],
    ['green', 'fails', false, true],
    ['green', 'absent', false, false],
    ['open', 'open', false, false],
    ['open', 'green', false, false],
    ['open', 'fails', false, true],
    ['absent', 'fails', false, false],
    ['absent', 'fails', true, true],
    ['fails', 'fails', false, false],
    ['fails', 'fails', true, true],
  ] as const)('recorded as %s, now %s, thrown: %s; worse: %s', (before, state, threw, worse) => {
    expect(worseThan(new Map([[row.n, before]]), [{ ...row, state, threw }])).toHaveLength(worse ? 1 : 0)
  })
})
