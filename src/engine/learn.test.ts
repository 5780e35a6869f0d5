import { describe, expect, test, vi } from 'vitest'
import { summarize } from '../ranking/scorers/interaction-summary.js'
import { toSequences } from '../ranking/sequences.js'
import { openHistory } from '../store/history.js'
import type { Interaction, InteractionType } from '../types.js'
import { mulberry32 } from '../vectors/random.js'
import { NOW, openEngine } from './engine.test-helper.js'

const MINUTE = 60_000
const event = (type: InteractionType, id: string, minutesAgo: number): Interaction => ({ type, id, at: NOW - minutesAgo * MINUTE })

describe('not interested', () => {
  const KINDS = ['kettle', 'blanket', 'lamp', 'chair']
  const items = KINDS.flatMap((kind) =>
    ['copper', 'steel', 'oak', 'wool', 'linen', 'tin'].map((material) => ({ id: `${material}-${kind}`, title: `${material} ${kind}` })),
  )
  const history = [event('view', 'oak-chair', 4), event('view', 'oak-lamp', 3)]
  const ask = async (interactions: readonly Interaction[], learn?: 'off') => {
    const engine = await openEngine({ items, config: { interactions, ...(learn && { learn }) } })
    await engine.settled()
    return engine.forYou({ limit: items.length, diversity: 0 })
  }
  const placesOf = (answer: Awaited<ReturnType<typeof ask>>, kind: string) =>
    answer.flatMap(({ item }, place) => (item.id.endsWith(kind) ? [place] : [])).reduce((sum, place) => sum + place, 0)

  test('spreads to what is like the dismissed item, and the reason names it', async () => {
    const dismissals = [event('dismiss', 'copper-lamp', 2)]
    const answer = await ask([...history, ...dismissals])
    const without = await ask([...history, ...dismissals], 'off')

    expect(placesOf(answer, 'lamp')).toBeGreaterThan(placesOf(without, 'lamp'))
    const lamp = answer.find(({ item }) => item.id === 'steel-lamp')!
    const unlike = lamp.reasons.find(({ kind }) => kind === 'unlike')!
    expect(unlike).toMatchObject({ id: 'copper-lamp', title: 'copper lamp' })
    expect(unlike.weight).toBeLessThan(0)
    expect(lamp.reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(lamp.score, 9)
    expect(without.flatMap(({ reasons }) => reasons).some(({ kind }) => kind === 'unlike')).toBe(false)
  })

  test('changes the lists of a visitor without a history, too', async () => {
    const dismissals = [event('dismiss', 'copper-lamp', 2)]

    expect(placesOf(await ask(dismissals), 'lamp')).toBeGreaterThan(placesOf(await ask(dismissals, 'off'), 'lamp'))
  })
})

describe('weights of terms', () => {
  const PAIRS = 30
  /** Items 2p and 2p + 1 go together; in name an item is like many others. */
  const items = Array.from({ length: 2 * PAIRS }, (_, row) => ({ id: `${row}`, title: `thing of kind${row % 5} and colour${row % 7}` }))
  const random = mulberry32(4)
  const paths = Array.from({ length: 90 }, () => {
    const pairs = Array.from({ length: 3 }, () => 2 * Math.floor(random() * PAIRS))
    return pairs.flatMap((row) => [row, row + 1])
  })
  const others = { ids: items.map(({ id }) => id), summary: summarize(toSequences(paths, items.length)) }
  /** A visitor who takes what goes together. */
  const taken = Array.from({ length: 24 }, (_, i) => event('view', `${(14 * (i >> 1) + (i & 1)) % (2 * PAIRS)}`, 24 - i))
  const openWith = async (setUp: Parameters<typeof openEngine>[0] = {}) => {
    const engine = await openEngine({ items, ...setUp, config: { device: 'off', interactions: taken, ...setUp.config } })
    engine.interactions.learn(others)
    return engine
  }
  const rest = () => new Promise((resolve) => setTimeout(resolve, 1500))

  test('are learnt from what a visitor took, used, told, and forgotten', async () => {
    const engine = await openWith()
    const before = await engine.forYou({ limit: 5, diversity: 0 })
    await vi.waitFor(() => expect(engine.state.learned?.helps).toBe(true), { timeout: 5000 })

    expect(engine.state.learned!.choices).toBe(23)
    expect(engine.state.learned!.words).toMatch(
      /^Weights of forYou were learnt from 23 items .*together \d\.\d \(1\).*comes at \d+ % of its usual place\.$/,
    )
    const after = await engine.forYou({ limit: 5, diversity: 0 })
    const shareOf = (answer: typeof after) => {
      const reasons = answer.flatMap((one) => one.reasons)
      const sum = (isMeant: (kind: string) => boolean) =>
        reasons.filter(({ kind }) => isMeant(kind)).reduce((total, { weight }) => total + Math.abs(weight), 0)
      return sum((kind) => kind === 'interactions') / sum(() => true)
    }
    expect(shareOf(after)).toBeGreaterThan(shareOf(before))
    for (const { score, reasons } of after) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)

    await engine.clear({ history: true, vectors: false })
    expect(engine.state.learned).toBeUndefined()
    await rest()
    expect(engine.state.learned).toBeUndefined()
  })

  test('are taught by what remains when an event is forgotten', async () => {
    const engine = await openWith()
    await vi.waitFor(() => expect(engine.state.learned?.choices).toBe(23), { timeout: 5000 })

    await engine.forget({ ids: taken[5]!.id })
    expect(engine.state.learned).toBeUndefined()
    await vi.waitFor(() => expect(engine.state.learned?.choices).toBe(22), { timeout: 5000 })
  })

  test.each([
    ['session', undefined],
    ['persist', 23],
  ] as const)('with learn %s the events of earlier visits teach as asked', async (learn, choices) => {
    const history = openHistory({ persist: false })
    for (const one of taken) await history.append(one)
    const engine = await openWith({ history, config: { learn, interactions: [], persistHistory: true } })
    await rest()

    expect(engine.state.learned?.choices).toBe(choices)
  })

  test('what a page began with is of this visit, what was stored before is not', async () => {
    const history = openHistory({ persist: false })
    await history.append(event('view', '1', 100))
    const engine = await openWith({ history, config: { persistHistory: true } })

    await vi.waitFor(() => expect(engine.state.learned?.choices).toBe(23), { timeout: 5000 })
  })

  test('are not learnt with learn off, nor without what others did', async () => {
    const off = await openWith({ config: { learn: 'off' } })
    const alone = await openEngine({ items, config: { device: 'off', interactions: taken } })
    await rest()

    expect(off.state.learned).toBeUndefined()
    expect(alone.state.learned).toBeUndefined()
  })
})
