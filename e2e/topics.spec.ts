import { expect, test } from '@playwright/test'
import { serveShop } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const KINDS = ['kettle', 'bench', 'scarf', 'bicycle', 'lamp', 'drawer']
const MATERIALS = ['copper', 'oak', 'wool', 'steel', 'paper', 'pine']
const THINGS = KINDS.flatMap((kind, at) =>
  Array.from({ length: 12 }, (_, n) => ({ id: `${kind}-${n}`, title: `${MATERIALS[(at + n) % 6]} ${kind}` })),
)

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({
    '/': '<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><script src="/embed.js"></script><main></main></html>',
    '/catalog.json': JSON.stringify(THINGS),
  })
})
test.afterAll(() => server.close())

test('a page learns what its catalog and an item are about, and searches within one topic; tree.js comes once, with the first question', async ({
  page,
}) => {
  const fetched: string[] = []
  page.context().on('request', (request) => fetched.push(new URL(request.url()).pathname))
  await page.goto(`${server.url}/`)
  const told = await page.evaluate(async () => {
    const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
    const { topics } = await kin.topics()
    const lamps = topics.find(({ name }) => name === 'Lamp')!
    const { where } = await kin.topics({ topic: lamps.id })
    const found = await kin.search('wool', { ...(where && { where }) })
    const unknown = await kin.topics({ topic: '99' }).catch(({ code }) => code)
    const tags = await kin.tags('lamp-0')
    const nobody = await kin.tags('gone').catch(({ code }) => code)
    const wrong = await kin.topics({ items: -1 }).catch(({ code }) => code)
    return {
      names: topics.map(({ name }) => name),
      found: found.map(({ item }) => item.title),
      tags: tags.map(({ tag }) => tag),
      codes: [unknown, wrong, nobody],
    }
  })

  expect(told.names.sort()).toEqual(['Bench', 'Bicycle', 'Drawer', 'Kettle', 'Lamp', 'Scarf'])
  expect(told.found[0]).toBe('wool lamp')
  expect(told.found.every((title) => title.endsWith('lamp'))).toBe(true)
  expect(told.codes).toEqual(['usage', 'usage', 'item-unknown'])
  expect(told.tags).toContain('lamp')
  expect(fetched.filter((path) => path === '/tree.js')).toHaveLength(1)
  expect(fetched).not.toContain('/explore.js')
})
