import { expect, test } from '@playwright/test'
import { serveShop } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const COLOURS = ['red', 'blue', 'green', 'black']
const BAGS = Array.from({ length: 48 }, (_, n) => ({
  id: `bag-${n}`,
  title: `Satchel number ${n}`,
  colour: COLOURS[n % 4],
  material: ['leather', 'wool', 'cork'][Math.floor(n / 4) % 3],
  size: ['small', 'large'][Math.floor(n / 12) % 2],
  url: `/p/${n}`,
}))

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({
    '/': '<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><script src="/embed.js"></script><main></main></html>',
    '/catalog.json': JSON.stringify(BAGS),
  })
})
test.afterAll(() => server.close())

test('questions lead a visitor to the item, past one wrong answer; explore.js comes with the first', async ({ page }) => {
  const fetched: string[] = []
  page.context().on('request', (request) => fetched.push(new URL(request.url()).pathname))
  await page.goto(`${server.url}/`)
  const [turns, place] = await page.evaluate(async (wanted) => {
    const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
    const told: import('../src/index.js').Told[] = []
    let asked: import('../src/index.js').Asked = await kin.ask({ limit: 48 })
    while (asked.question) {
      const { field, values } = asked.question
      const right = wanted[field as keyof typeof wanted]!
      const isWrong: boolean = told.length === 1
      told.push({ field, values: isWrong ? values.filter((value) => value !== right).slice(0, 1) : [right] })
      asked = await kin.ask({ told, limit: 48 })
    }
    return [told.map(({ field }) => field), asked.likely.findIndex(({ id }) => id === wanted.id)] as const
  }, BAGS[17]!)
  expect(new Set(turns)).toEqual(new Set(['colour', 'material', 'size']))
  expect(place).toBeGreaterThanOrEqual(0)
  expect(place).toBeLessThan(48 / 2)
  expect(fetched.filter((path) => path === '/explore.js')).toHaveLength(1)
})

test('answers of another form, and of a field that no item has, are told with a code', async ({ page }) => {
  await page.goto(`${server.url}/`)
  const codes = await page.evaluate(async () => {
    const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
    const wrong = [{ told: [{}] }, { told: [{ field: 'flavour', values: ['mint'] }] }, { enough: 0 }] as never[]
    return Promise.all(wrong.map((options) => kin.ask(options).catch(({ code }) => code)))
  })
  expect(codes).toEqual(['usage', 'filter-invalid', 'usage'])
})
