import { expect, test } from '@playwright/test'
import { pageScript } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

let server: TestServer

test.beforeAll(async () => {
  server = await startServer({
    files: {
      '/': '<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><div id="root"></div><script>globalThis.process = { env: { NODE_ENV: "development" } }</script><script type="module" src="/react-page.js"></script></html>',
      '/favicon.ico': '',
      '/react-page.js': await pageScript('react-page'),
    },
  })
})

test.afterAll(() => server.close())

test.beforeEach(async ({ page }) => {
  page.on('console', (message) => {
    if (message.type() === 'error') throw new Error(message.text())
  })
  await page.goto(server.url)
})

test('under StrictMode there is one subscription for each hook, and one view noted', async ({ page }) => {
  await page.evaluate(() => reactRoom.mount())
  await expect(page.locator('output')).toHaveText('a: ready: a 1, a 2')

  expect(await page.evaluate(() => reactRoom.counts())).toEqual({ subscribers: 2, disposed: 0 })
  expect(await page.evaluate(() => reactRoom.recorded)).toEqual([{ type: 'view', id: 'a' }])
})

test('after a fast change no list of another question is ever shown', async ({ page }) => {
  await page.evaluate(() => {
    Object.assign(reactRoom.delays, { b: 300, c: 20 })
    reactRoom.mount()
  })
  await expect(page.locator('output')).toHaveText('a: ready: a 1, a 2')
  await page.evaluate(() => reactRoom.show('b'))
  await expect(page.locator('output')).toHaveText('b: loading:')
  await page.evaluate(() => reactRoom.show('c'))
  await expect(page.locator('output')).toHaveText('c: ready: c 1, c 2')
  await page.waitForTimeout(400)

  const { seen, aborted } = await page.evaluate(() => ({ seen: reactRoom.seen, aborted: reactRoom.aborted }))
  for (const text of seen) {
    const [item, , titles = ''] = text.split(': ')
    for (const title of titles.split(', ').filter(Boolean)) expect(title.startsWith(item!), text).toBe(true)
  }
  expect(aborted).toContain('b')
})

test('gone while loading, nothing is left behind; a recommender of the caller is not disposed', async ({ page }) => {
  await page.evaluate(() => {
    Object.assign(reactRoom.delays, { a: 1000 })
    reactRoom.mount()
  })
  await expect(page.locator('output')).toHaveText('a: loading:')
  await page.evaluate(() => reactRoom.show(undefined))
  await page.waitForTimeout(2000)

  expect(await page.evaluate(() => reactRoom.counts())).toEqual({ subscribers: 0, disposed: 0 })
})

test('the list shows links and takes cards away', async ({ page }) => {
  await page.evaluate(() => reactRoom.mount())
  await expect(page.getByRole('region', { name: 'You may also like' })).toBeVisible()
  await page.getByRole('link', { name: 'a 1' }).click()
  await page.getByRole('button', { name: 'Not interested: a 1' }).click()

  await expect(page.getByRole('listitem')).toHaveCount(1)
  expect(await page.evaluate(() => reactRoom.recorded)).toEqual([
    { type: 'view', id: 'a' },
    { type: 'click', id: 'a1' },
    { type: 'dismiss', id: 'a1' },
  ])
})

test('a better answer moves no card that is in view, and replaces those that are not', async ({ page }) => {
  await page.addStyleTag({ content: '.kin-item { block-size: 60vh }' })
  await page.evaluate(() => reactRoom.mount())
  const titles = () => page.getByRole('listitem').getByRole('link').allTextContents()
  await expect.poll(titles).toEqual(['a 1', 'a 2'])
  await page.evaluate(() => reactRoom.improve([4, 3, 2, 1]))
  await expect(page.locator('output')).toHaveText('a: ready: a 4, a 3, a 2, a 1')

  // two cards of more than half a window each: both are in view
  expect(await titles()).toEqual(['a 1', 'a 2', 'a 4', 'a 3'])
  await page.evaluate(() => reactRoom.improve([5, 6, 7]))
  await expect(page.locator('output')).toHaveText('a: ready: a 5, a 6, a 7')
  expect(await titles()).toEqual(['a 1', 'a 2', 'a 5'])
})

test('a search says what it understood, a button each, and takes back what is pressed; it says where it is not sure', async ({ page }) => {
  await page.evaluate(() => reactRoom.search('lamp not red under 20 euro'))
  await expect(page.getByText('No exact match. Closest:')).toBeVisible()
  const wishes = page.getByRole('group', { name: 'Understood' }).getByRole('button')
  await expect(wishes).toHaveCount(2)

  await wishes.first().click()

  await expect(wishes).toHaveCount(1)
  const first = await page.evaluate(() => reactRoom.asked.at(-1))
  expect(first).toMatch(/^lamp not red under 20 euro \| (?:not red|under 20 euro)$/)
  await wishes.click()
  await expect(page.getByRole('group', { name: 'Understood' })).toHaveCount(0)
  expect(await page.evaluate(() => reactRoom.asked.at(-1)?.split(' | ').slice(1).sort())).toEqual(['not red', 'under 20 euro'])
})

test('the server writes skeletons, and hydration finds them unchanged', async ({ page }) => {
  expect(await page.evaluate(() => reactRoom.hydrate())).toBe(2)

  await expect(page.getByRole('link', { name: 'a 1' })).toBeVisible()
})
