import { expect, test } from 'vitest'
import { syntheticShop } from '../../bench/t1/shop.js'
import { cli, scratchFolder } from './cli.test-helper.js'

const items = syntheticShop({ items: 300, visitors: 1 })
  .items.filter(({ category }) => ['Kitchen', 'Office'].includes(category![0]!))
  .slice(0, 30)
const files = { 'shop.json': JSON.stringify(items) }
const asked = items[0]!
const args = ['concepts', '--catalog', 'shop.json', '--id', asked.id, '--quiet', '--json', '--cache', 'kept']

interface Answer {
  readonly item: (typeof items)[number]
  readonly score: number
  readonly concepts: readonly { readonly name: string; readonly weight: number }[]
}

const answersIn = (out: string): Answer[] => JSON.parse(out).items
const factsOf = ({ brand, attributes }: (typeof items)[number]) => [
  `brand: ${brand}`,
  ...Object.entries(attributes ?? {}).map(([k, v]) => `${k}: ${v}`),
]

test('items like one, each with what they share by name, which adds up to the score; what counts for nothing is shared by none', {
  tags: 'long',
  timeout: 120_000,
}, async () => {
  const cwd = scratchFolder()
  const { code, out, err } = await cli(args, { cwd, files })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const found = answersIn(out)
  expect(found).toHaveLength(8)
  for (const { score, concepts } of found) {
    expect(Math.abs(concepts.reduce((sum, { weight }) => sum + weight, 0) - score)).toBeLessThan(1e-6)
  }
  expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a))
  const [best] = found
  const strongest = best!.concepts[0]!.name
  if (!strongest.startsWith('category')) expect(factsOf(best!.item)).toContain(strongest)

  const edited = await cli([...args, '--weights', JSON.stringify({ [strongest]: 0 })], { cwd, files })
  const left = answersIn(edited.out).flatMap(({ concepts }) => concepts.map(({ name }) => name))
  expect(left).not.toContain(strongest)
  expect(left.length).toBeGreaterThan(0)

  const table = await cli([...args.filter((arg) => arg !== '--json'), '-k', '2'], { cwd, files })
  expect(table.out.split('\n')).toHaveLength(4)
  expect(table.out).toContain(`+${best!.concepts[0]!.weight.toFixed(2)} ${strongest}`)
})

test('what is not there is named', async () => {
  const run = (...more: string[]) => cli([...args, ...more], { files })
  expect(await run('--id', 'nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('received "nobody", expected one of the 30 items'),
  })
  expect(await run('--weights', '{"taste: sweet": 1}')).toMatchObject({ code: 2, err: expect.stringContaining('received "taste: sweet"') })
  expect(await run('--weights', '[1]')).toMatchObject({ code: 2, err: expect.stringContaining('expected JSON such as') })
  expect(await run('--device', 'off')).toMatchObject({ code: 2, err: expect.stringContaining('received off, expected auto or wasm') })
})
