import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../bench/t1/shop.js'
import { draws } from '../evaluate/draw.js'
import type { Recommendation } from '../types.js'
import type { Engine } from './engine.js'
import { NOW, openEngine } from './engine.test-helper.js'

const { items } = syntheticShop({ items: 300, visitors: 1 })
const idOf = (row: number) => items[row]!.id
const views = (rows: readonly number[]) => rows.map((row, i) => ({ type: 'view' as const, id: idOf(row), at: NOW - i }))
const sumOf = ({ reasons }: Recommendation) => reasons.reduce((sum, { weight }) => sum + weight, 0)
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ items, config: { interactions: views([1, 2, 3]) } })
  await engine.settled()
})

test('reasons add up to the score in 10,000 answers drawn at random', async () => {
  const draw = draws(4)
  let answers = 0
  while (answers < 10_000) {
    const request = {
      limit: 100,
      diversity: draw.one([0, 0.3, 1]),
      rules: draw.one([{}, { boost: [{ where: { category: 'lamp' }, weight: draw.normal() }] }]),
    }
    const row = draw.integer(0, items.length - 1)
    const words = draw.shuffled(items[row]!.description!.split(' ')).slice(0, draw.integer(1, 6)).join(' ')
    const found = await draw.one([
      () => engine.search(words, { ...request, complete: true }),
      () => engine.similar([idOf(row), idOf(draw.integer(0, items.length - 1))], request),
      () => engine.forYou(request, views(draw.shuffled([...items.keys()]).slice(0, draw.integer(0, 9)))),
    ])()
    for (const one of found) {
      const off = Math.abs(sumOf(one) - one.score)
      if (off > 1e-6) expect.fail(`${one.item.id}: reasons add up to ${sumOf(one)}, the score is ${one.score}`)
    }
    answers += found.length
  }
}, 120_000)

describe('explain', () => {
  test('tells of an item what the list says of it, whether the list shows it or not', async () => {
    const query = 'scarlet lamp for the desk'
    const lists = [
      { list: await engine.search(query, { limit: 100, complete: true }), options: { query } },
      { list: await engine.similar([idOf(9)], { limit: 100, diversity: 0 }), options: { similarTo: [idOf(9)] } },
      { list: await engine.forYou({ limit: 100, diversity: 0 }), options: {} },
    ]
    for (const { list, options } of lists) {
      for (const place of [0, 40, 99]) {
        const { item, score, reasons } = list[place]!
        const explained = await engine.explain(item.id, options)
        expect(explained).toMatchObject({ item, reasons })
        expect(explained.score).toBe(score)
      }
    }
  })

  test('quotes the sentence that answers the query, and none where no sentence does', async () => {
    const row = items.findIndex(({ description }) => description!.includes('Wipe it with a damp cloth.'))

    expect((await engine.explain(idOf(row), { query: 'damp cloth' })).evidence).toBe('Wipe it with a damp cloth.')
    const words = await openEngine({ items, config: { device: 'off' } })
    expect((await words.explain(idOf(row), { query: 'damp cloth' })).evidence).toBe('Wipe it with a damp cloth.')
    expect(await words.explain(idOf(row), { query: 'xyzzy' })).not.toHaveProperty('evidence')
    expect(await engine.explain(idOf(row), { similarTo: [idOf(0)] })).not.toHaveProperty('evidence')
  })

  test('says what is wrong: an unknown id, an item that was seen or asked about', async () => {
    await expect(engine.explain('gone', { query: 'lamp' })).rejects.toThrow('item-unknown')
    await expect(engine.explain(idOf(1), {})).rejects.toThrow('not seen')
    await expect(engine.explain(idOf(9), { similarTo: [idOf(9)] })).rejects.toThrow('not seen')
  })
})
