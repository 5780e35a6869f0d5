import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DenseText } from '../evaluate/baselines/dense-text.js'
import type { InteractionLog } from '../log/read-log.js'
import type { Item } from '../types.js'
import { normalize } from '../vectors/normalize.js'
import { mulberry32 } from '../vectors/random.js'
import { catalogContext, indexOf } from './answer-context.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { judgeHead, toldOfHead } from './trained-head.js'

const ITEMS = 400
const GROUPS = 10
const STYLES = 8
const DIMENSIONS = 48
const NEW = 40

const random = mulberry32(9)
const items: Item[] = Array.from({ length: ITEMS + NEW }, (_, row) => ({ id: `${row}`, title: `thing ${row}` }))
/** Items of a group share a weak direction, and those of a style, which nobody minds, a strong one. */
const vectors = Float32Array.from({ length: items.length * DIMENSIONS }, (_, i) => {
  const [row, d] = [Math.floor(i / DIMENSIONS), i % DIMENSIONS]
  return (
    random() + random() + random() - 1.5 + (d === row % GROUPS ? 1.2 : 0) + (d === GROUPS + (Math.floor(row / GROUPS) % STYLES) ? 4 : 0)
  )
})
const dense = new DenseText(normalize(vectors, DIMENSIONS), DIMENSIONS)
const context = { ...(await catalogContext(items, indexOf(dense))), interactions: [], now: 0 }

/** Users who meet items of one group, or any. The last items are new. */
function logOf(by: 'group' | 'chance', users = 300): InteractionLog {
  const drawn = mulberry32(4)
  const interactions = Array.from({ length: users }, (_, user) =>
    Array.from({ length: 10 }, (_, at) => {
      const any = Math.floor(drawn() * ITEMS)
      const row = by === 'group' ? (user % GROUPS) + GROUPS * Math.floor(any / GROUPS) : any
      return { user: `${user}`, id: `${row}`, type: 'view' as const, at }
    }),
  ).flat()
  return { interactions, isTimed: false, hasBaskets: false, rejected: [], rows: interactions.length }
}

describe('a head trained on a log', () => {
  test('is kept where it tells which new items users will meet', () => {
    const judged = judgeHead(context, logOf('group'), { outputs: 24 })

    expect(judged.isKept).toBe(true)
    expect(toldOfHead(judged)).toMatch(/^head for new items: trained on the log, in the pack \(\+0\.\d{4} R@20 \[\+/)
  }, 120_000)

  test('is not kept where users meet what they meet by chance, and the sentence has the figures', () => {
    const judged = judgeHead(context, logOf('chance'), { outputs: 24 })

    expect(judged.isKept).toBe(false)
    expect(toldOfHead(judged)).toMatch(/^head for new items: none; one trained on the log has no sure gain \([+-]0\.\d{4} R@20 \[-/)
  })

  test('is the same for the same log', () => {
    const options = { outputs: 4, epochs: 2 }

    expect(judgeHead(context, logOf('group'), options)).toEqual(judgeHead(context, logOf('group'), options))
  })

  test('takes vectors, new items and enough users', () => {
    const told = (...args: Parameters<typeof judgeHead>) => toldOfHead(judgeHead(...args))

    expect(told({ ...context, vectors: null }, logOf('group'))).toContain('none; items have no vectors')
    expect(told(context, logOf('group', 4))).toMatch(/none; \d+ items were met, it takes 250/)
  })

  test('leaves the pack as it is where it has no gain', async () => {
    const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
    const files = { 'items.jsonl': lines(items), 'log.jsonl': lines(logOf('chance', 24).interactions) }
    const cwd = scratchFolder()
    const args = ['pack', '--catalog', 'items.jsonl', '--interactions', 'log.jsonl', '--device', 'off', '--neighbours', '0', '--quiet']

    const { err } = await cli([...args, '--out', 'with', '--train'], { cwd, files })
    await cli([...args, '--out', 'without'], { cwd })

    expect(err).toContain('head for new items: none; items have no vectors')
    expect(readdirSync(join(cwd, 'with'))).toEqual(readdirSync(join(cwd, 'without')))
  })

  test('takes a log', async () => {
    const { code, err } = await cli(['pack', '--catalog', 'items.jsonl', '--train', '--out', 'kin'])

    expect(code).toBe(2)
    expect(err).toContain('--train learns from a log: expected --interactions, too')
  })
})
