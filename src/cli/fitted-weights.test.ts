import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PackSource } from '../engine/pack-source.js'
import { initialState, StateBoard } from '../engine/state-board.js'
import type { InteractionLog } from '../log/read-log.js'
import { DEFAULT_WEIGHTS } from '../ranking/for-you-weights.js'
import { type InteractionSummary, moveSummary } from '../ranking/scorers/interaction-summary.js'
import type { Item } from '../types.js'
import { mulberry32 } from '../vectors/random.js'
import { type CatalogContext, catalogContext, forYouMethod } from './answer-context.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { fitWeights, toldOfWeights } from './fitted-weights.js'

const PAIRS = 40
/** Items 2p and 2p + 1 go together; in name an item is like many others. */
const items: Item[] = Array.from({ length: 2 * PAIRS }, (_, row) => ({
  id: `${row}`,
  title: `thing of kind${row % 5} and colour${row % 7}`,
}))
const context = { ...(await catalogContext(items, null)), interactions: [], now: 0 }

/** Users who each take both items of three pairs (`of` 1), or any six items (`of` 0). */
function logOf(of: 0 | 1, users = 120): InteractionLog {
  const random = mulberry32(3)
  const some = (below: number) => Math.floor(random() * below)
  const interactions = Array.from({ length: users }, (_, user) =>
    Array.from({ length: 3 }, () => {
      const first = 2 * some(PAIRS)
      return of === 1 ? [first, first + 1] : [some(2 * PAIRS), some(2 * PAIRS)]
    })
      .flat()
      .map((row, at) => ({ user: `${user}`, id: `${row}`, type: 'view' as const, at })),
  ).flat()
  return { interactions, isTimed: false, hasBaskets: false, rejected: [], rows: interactions.length }
}

/** The first item of `forYou` after a look at one. */
function answerOf(asked: CatalogContext, row: number): number | undefined {
  return Array.from(forYouMethod(asked, 0).top({ user: '', history: Uint32Array.of(row), target: -1 }, 1))[0]
}

describe('weights of forYou fitted to a log', () => {
  test('are kept where names mislead and other users tell what comes next', () => {
    const fitted = fitWeights(context, logOf(1))!

    expect(fitted.isKept).toBe(true)
    expect(fitted.gain.lo).toBeGreaterThan(0)
    const { words, together, next, halfKnown } = fitted.weights
    expect((together + next) / words / halfKnown).toBeGreaterThan(1.5 / 30)
    expect(toldOfWeights(fitted)).toMatch(/^weights of forYou: fitted to the log \(\+0\.\d{4} nDCG@10/)
    // boosts of a site count beside them as beside the defaults
    expect(fitted.weights.words + fitted.weights.meaning + together + next + fitted.weights.popular).toBeCloseTo(3.5, 1)
  })

  test('are the defaults where nothing tells what comes next, and the sentence says so', () => {
    const fitted = fitWeights(context, logOf(0))!

    expect(fitted.isKept).toBe(false)
    expect(toldOfWeights(fitted)).toContain('the defaults; those fitted to the log have no sure gain')
  })

  test('are written into the pack, and `forYou` answers by them', async () => {
    const cwd = scratchFolder()
    const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
    const log = logOf(1)
    const files = { 'items.jsonl': lines(items), 'log.jsonl': lines(log.interactions) }
    const args = ['pack', '--catalog', 'items.jsonl', '--interactions', 'log.jsonl', '--out', 'kin', '--device', 'off', '--neighbours', '0']
    const { out, err } = await cli([...args, '--json', '--quiet'], { cwd, files })

    const { weights } = fitWeights(context, log)!
    expect(err).toContain('weights of forYou: fitted to the log')
    expect(JSON.parse(out).weights).toEqual(weights)
    const board = new StateBoard(initialState(0), { onState: () => undefined })
    const source = new PackSource(async (name) => new Uint8Array(readFileSync(join(cwd, 'kin', name))), board)
    const { ids, summary } = (await source.interactions())!
    expect(summary.weights).toEqual(weights)
    const moved = moveSummary(summary, Int32Array.from(ids, Number), items.length)
    const firstOf = (interactionSummary: InteractionSummary) =>
      items.map((_, row) => Number(answerOf({ ...context, interactionSummary }, row) === (row ^ 1))).reduce((sum, hit) => sum + hit, 0)
    expect(firstOf(moved)).toBeGreaterThan(firstOf({ ...moved, weights: DEFAULT_WEIGHTS }))
  })

  test('are the same for the same log, and need twenty users', () => {
    expect(fitWeights(context, logOf(1))).toEqual(fitWeights(context, logOf(1)))
    expect(fitWeights(context, logOf(1, 19))).toBeNull()
    expect(toldOfWeights(null)).toContain('fewer than 20 users')
  })
})
