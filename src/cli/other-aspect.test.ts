import { expect, test } from 'vitest'
import type { AnswerContext } from '../engine/answers/context.js'
import { topics } from '../engine/answers/topics.js'
import { DenseText } from '../evaluate/baselines/dense-text.js'
import { normalize } from '../vectors/normalize.js'
import { mulberry32 } from '../vectors/random.js'
import { catalogContext, indexOf } from './answer-context.js'
import { cli } from './cli.test-helper.js'
import { otherAspect } from './other-aspect.js'

const KINDS = ['kettle', 'bench', 'scarf', 'bicycle', 'lamp', 'drawer']
const BRANDS = ['Acme', 'Birke', 'Corvo', 'Dahl', 'Ester', 'Falk']
const DIMENSIONS = 16

/** Every brand makes every kind; kinds differ more than brands. */
async function shop(): Promise<AnswerContext> {
  const random = mulberry32(1)
  const made = KINDS.flatMap((kind, k) => BRANDS.flatMap((brand, b) => Array.from({ length: 5 }, (_, n) => ({ kind, brand, k, b, n }))))
  const vectors = Float32Array.from(
    made.flatMap(({ k, b }) =>
      Array.from({ length: DIMENSIONS }, (_, j) => Number(j === k) + 0.5 * Number(j === KINDS.length + b) + (random() - 0.5) / 10),
    ),
  )
  const items = made.map(({ kind, brand, n }) => ({ id: `${kind} ${brand} ${n}`, title: `${brand} ${kind}` }))
  return { ...(await catalogContext(items, indexOf(new DenseText(normalize(vectors, DIMENSIONS), DIMENSIONS)))), interactions: [], now: 0 }
}

/** What the items of each topic at the top have in common. */
async function sharedIn(context: AnswerContext): Promise<string[]> {
  const { places } = await topics({ items: 0, places: true }, context)
  const members = new Map<string, string[][]>()
  for (const { item, id } of places!) members.set(id.split('.')[0]!, [...(members.get(id.split('.')[0]!) ?? []), item.split(' ')])
  return [...members.values()].map((all) =>
    all[0]!
      .slice(0, 2)
      .filter((word) => all.every((words) => words.includes(word)))
      .join(' '),
  )
}

test('items are divided by what differs most, and in another aspect by what is left', async () => {
  const context = await shop()

  expect((await sharedIn(context)).sort()).toEqual([...KINDS].sort())
  expect((await sharedIn(await otherAspect(context))).sort()).toEqual([...BRANDS].sort())
  // the first is as it was
  expect((await sharedIn(context)).sort()).toEqual([...KINDS].sort())
})

test('without vectors there is no other aspect', async () => {
  const args = ['topics', '--catalog', 'shop.jsonl', '--aspect', '2', '--device', 'off']
  const { code, err } = await cli(args, { files: { 'shop.jsonl': '{"id":"1","title":"Kettle"}' } })

  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--aspect 2: received --device off') })
  await expect(otherAspect({ ...(await shop()), vectors: null })).rejects.toThrow('received items without vectors')
})
