import { expect, test } from '@playwright/test'
import { serveShop } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const LAMPS = Array.from({ length: 60 }, (_, n) => ({ id: `lamp-${n}`, title: `Wool lamp number ${n}`, watts: n }))

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({
    '/': '<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><script src="/embed.js"></script><main></main></html>',
    '/catalog.json': JSON.stringify(LAMPS),
  })
})
test.afterAll(() => server.close())

test('a function of the page orders a search; both of its scripts come with the first search that has one', async ({ page }) => {
  const fetched: string[] = []
  page.context().on('request', (request) => fetched.push(new URL(request.url()).pathname))
  await page.goto(`${server.url}/`)
  const told = await page.evaluate(async () => {
    const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
    const rounds: number[] = []
    const plain = await kin.search('wool lamp', { limit: 3 })
    const found = await kin.search('wool lamp', {
      limit: 3,
      where: { watts: { max: 50 } },
      rerank: {
        async score(text, items) {
          if (text !== 'wool lamp') throw new Error(text)
          rounds.push(items.length)
          return items.map(({ attributes }) => (attributes!.watts === 33 ? 1 : 0))
        },
      },
    })
    return {
      rounds,
      plain: plain.map(({ item }) => item.id),
      found: found.map(({ item }) => item.id),
      sums: found.map(({ score, reasons }) => score - reasons.reduce((sum, { weight }) => sum + weight, 0)),
      kinds: found[0]!.reasons.map(({ kind }) => kind),
      named: typeof found.recommendationId,
      error: kin.getState().error,
    }
  })
  expect(told.rounds).toEqual([20, 20, 11])
  expect(told.found[0]).toBe('lamp-33')
  expect(told.plain[0]).not.toBe('lamp-33')
  for (const sum of told.sums) expect(sum).toBeCloseTo(0, 6)
  expect(told.kinds).toContain('rerank')
  expect(told.named).toBe('string')
  expect(told.error).toBeUndefined()
  for (const path of ['/rounds.js', '/rerank.js']) expect(fetched.filter((one) => one === path)).toHaveLength(1)
})

test('a function that fails leaves the page’s own ranking, and the state tells', async ({ page }) => {
  await page.goto(`${server.url}/`)
  const told = await page.evaluate(async () => {
    const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
    const idsOf = async (rerank?: import('../src/index.js').Rerank) =>
      (await kin.search('wool lamp', { limit: 5, ...(rerank && { rerank }) })).map(({ item }) => item.id)
    const own = await idsOf()
    const broken = await idsOf({ score: () => Promise.reject(new Error('the server is away')) })
    const { error } = kin.getState()
    const mended = await idsOf({ score: (_, items) => items.map(({ title }) => title.length) })
    const wrong = await idsOf({} as never).catch(({ code }) => code)
    return { own, broken, error, mended: mended.length, after: kin.getState().error, wrong }
  })
  expect(told.broken).toEqual(told.own)
  expect(told.error).toMatchObject({ code: 'usage' })
  expect(told.error!.message).toContain('search: rerank.score: the server is away')
  expect(told.mended).toBe(5)
  expect(told.after).toBeUndefined()
  expect(told.wrong).toBe('usage')
})

for (const script of ['rounds.js', 'rerank.js']) {
  test(`without ${script} the page’s own ranking answers, and the state tells until it is there`, async ({ page }) => {
    await page.context().route(`**/${script}`, (route) => route.abort())
    await page.goto(`${server.url}/`)
    const kin = await page.evaluateHandle(() => window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' }))
    const search = (isReranked: boolean) =>
      kin.evaluate(async (kin, isReranked) => {
        const rerank = { score: (_: string, items: readonly { title: string }[]) => items.map(({ title }) => title.length) }
        const found = await kin.search('wool lamp', { limit: 5, ...(isReranked && { rerank }) })
        return { ids: found.map(({ item }) => item.id), error: kin.getState().error }
      }, isReranked)
    const own = await search(false)
    const found = await search(true)
    expect(found.ids).toEqual(own.ids)
    expect(found.error).toMatchObject({ code: 'worker-failed' })

    await page.context().unroute(`**/${script}`)
    expect((await search(true)).error).toBeUndefined()
  })
}
