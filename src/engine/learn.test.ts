import { describe, expect, test } from 'vitest'
import type { Interaction, InteractionType } from '../types.js'
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
