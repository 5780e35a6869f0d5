import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { reactStyles } from '../scripts/react-styles.mjs'
import { pageScript } from './fixtures/assets.js'
import { bundleReact18Page } from './fixtures/bundle-pages.js'
import { openDocsSite } from './fixtures/docs.js'
import { startServer, type TestServer } from './serve.js'

let server: TestServer

const page = (script: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>shop</title><link rel="stylesheet" href="/styles.css"><main id="root"></main><script>globalThis.process = { env: { NODE_ENV: "development" } }</script><script type="module" src="/${script}.js"></script></html>`

test.beforeAll(async () => {
  await bundleReact18Page()
  server = await startServer({
    files: {
      '/19/': page('react-page'),
      '/18/': page('react18-page'),
      '/favicon.ico': '',
      '/styles.css': await reactStyles(),
      '/react-page.js': await pageScript('react-page'),
      '/react18-page.js': await readFile('.cache/e2e/react18-page.js', 'utf8'),
    },
  })
})

test.afterAll(() => server.close())

for (const version of ['19', '18'] as const) {
  test.describe(`React ${version}`, { tag: version === '18' ? '@long' : [] }, () => {
    test.beforeEach(async ({ page }) => {
      page.on('console', (message) => {
        if (message.type() === 'error') throw new Error(message.text())
      })
      await page.goto(`${server.url}/${version}/`)
      expect(await page.evaluate(() => reactRoom.version)).toMatch(new RegExp(`^${version}\\.`))
    })

    test('under StrictMode there is one subscription for each hook, and one view noted', async ({ page }) => {
      await page.evaluate(() => reactRoom.mount())
      await expect(page.locator('output')).toHaveText('a: ready: a 1, a 2')

      expect(await page.evaluate(() => reactRoom.counts())).toEqual({ subscribers: 2, disposed: 0 })
      expect(await page.evaluate(() => reactRoom.recorded)).toEqual([{ type: 'view', id: 'a' }])
    })

    test('a list is about several items, and falls back to another mode under its heading', async ({ page }) => {
      await page.evaluate(() => reactRoom.draw({ mode: 'goes-with', seeds: ['a', 'b'], fallbackModes: ['others', 'popular'] }))
      await expect(page.getByRole('heading', { name: 'Popular' })).toBeVisible()
      await expect(page.getByRole('listitem').first()).toContainText('Lamp')
      expect(new Set(await page.evaluate(() => reactRoom.asked))).toEqual(new Set(['goes-with a b', 'others a b', 'popular a b']))
      expect((await new AxeBuilder({ page }).include('.kin').analyze()).violations).toEqual([])
    })

    test('after a fast change no list of another question is ever shown', async ({ page }) => {
      await page.evaluate(() => {
        Object.assign(reactRoom.delays, { b: 1500, c: 20 })
        reactRoom.mount()
      })
      await expect(page.locator('output')).toHaveText('a: ready: a 1, a 2')
      await page.evaluate(() => reactRoom.show('b'))
      await expect(page.locator('output')).toHaveText('b: loading:')
      await page.evaluate(() => reactRoom.show('c'))
      await expect(page.locator('output')).toHaveText('c: ready: c 1, c 2')
      await page.waitForTimeout(1600)

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
      await expect.poll(() => page.evaluate(() => reactRoom.told.length)).toBe(2)
      await page.getByRole('link', { name: 'a 1' }).click()
      await page.getByRole('button', { name: 'Not interested: a 1' }).click()

      await expect(page.getByRole('listitem')).toHaveCount(1)
      expect(await page.evaluate(() => reactRoom.recorded)).toEqual([
        { type: 'view', id: 'a' },
        { type: 'click', id: 'a1' },
        { type: 'dismiss', id: 'a1' },
      ])
      const told = await page.evaluate(() => reactRoom.told)
      expect(told.map(({ item, position }) => [item.id, position])).toEqual([
        ['a1', 0],
        ['a2', 1],
        ['a1', 0],
        ['a1', 0],
      ])
      expect(new Set(told.map(({ recommendationId }) => recommendationId)).size).toBe(1)
    })

    test('a better answer moves no card that is in view, and replaces those that are not', async ({ page }) => {
      await page.addStyleTag({ content: '.kin-items { display: block } .kin-item { block-size: 60vh }' })
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

    test('a search says what it understood, a button each, and takes back what is pressed; it says where it is not sure', async ({
      page,
    }) => {
      await page.evaluate(() => reactRoom.search('lamp not red under 20 euro'))
      await expect(page.getByText('No exact match. Closest:', { exact: true })).toBeVisible()
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

    for (const layout of ['carousel', 'grid', 'list'] as const) {
      const tag = layout === 'grid' ? [] : '@long'
      test(`${layout}: skeletons, cards and what is not there take the same room`, { tag }, async ({ page }) => {
        await page.evaluate((layout) => {
          Object.assign(reactRoom.delays, { a: 1500 })
          reactRoom.improve([1, 2, 3, 4])
          reactRoom.draw({ item: 'a', layout, withReason: true })
        }, layout)
        const heightOf = async () => (await page.locator('section').boundingBox())!.height
        await expect(page.locator('.kin-skeleton')).toHaveCount(4)
        const skeleton = await heightOf()
        expect(skeleton).toBeGreaterThan(100)
        await expect(page.getByRole('listitem')).toHaveCount(4)
        expect(await heightOf()).toBe(skeleton)
        const columns = new Set(
          await page.getByRole('listitem').evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().left)),
        )
        expect(columns.size).toBe(layout === 'list' ? 2 : 4)
      })
    }

    test('a carousel has buttons, and a theme its colours', async ({ page }) => {
      await page.setViewportSize({ width: 500, height: 700 })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.evaluate(() => {
        reactRoom.improve([1, 2, 3, 4])
        reactRoom.draw({ item: 'a', theme: 'dark' })
      })
      const next = page.getByRole('button', { name: 'Next' })
      await expect(next).toBeEnabled()
      expect(await page.locator('section').evaluate((section) => getComputedStyle(section).backgroundColor)).toBe('rgb(23, 24, 28)')
      await next.click()
      await expect(next).toBeDisabled()
      await expect(next).toBeFocused()
      await expect(page.getByRole('link', { name: 'a 4' })).toBeInViewport()
      await expect(page.getByRole('status')).toHaveText(/^\d–4 \/ 4$/)
      expect((await new AxeBuilder({ page }).disableRules(['page-has-heading-one']).analyze()).violations).toEqual([])
    })

    test('with nothing to show it disappears, says why on the console, and lets the fallback stay', async ({ page }) => {
      const warnings: string[] = []
      page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
      for (const item of ['alone', 'broken']) {
        // an answer that comes before the first frame moves nothing: then no room is kept
        await page.evaluate((item) => {
          reactRoom.delays[item] = 300
          reactRoom.draw({ item })
        }, item)
        await expect(page.locator(`section.kin-${item === 'alone' ? 'empty' : 'error'}`)).toHaveCount(1)
        await expect(page.getByRole('heading')).toHaveCount(0)
        // room that is in view is kept until it is not
        expect((await page.locator('section').boundingBox())!.height).toBeGreaterThan(100)
        await page.evaluate(() => {
          const text = document.createElement('p')
          text.style.cssText = 'margin: 0; block-size: 300vh'
          document.body.append(text)
          scrollTo(0, 1000)
        })
        await expect(page.locator('section')).toBeHidden()
        await page.evaluate(() => scrollTo(0, 0))
      }
      expect(warnings.map((text) => text.split(' → ')[0])).toEqual([
        '[pagekin usage] shelf: received no item of 9, expected one that where, rules and exclude allow; it takes no room',
        '[pagekin catalog-invalid] catalog /c.json: the server answered 404, expected 200',
      ])
      await page.evaluate(() => reactRoom.draw({ item: 'broken', fallback: 'See the shop' }))
      await expect(page.getByText('See the shop')).toBeVisible()
    })

    test('items that the server knew are drawn by it, hydrate without a warning, and stay in place', async ({ page }) => {
      const written = await page.evaluate(() => {
        Object.assign(reactRoom.delays, { a: 300 })
        reactRoom.improve([3, 1, 2])
        const item = (n: number) => ({ id: `a${n}`, title: `a ${n}`, url: `/a${n}`, price: { value: n } })
        return reactRoom.hydrateShelf({ item: 'a', limit: 3, initialItems: [item(1), item(2)] })
      })
      expect(written).toContain('a 1')
      await expect(page.getByRole('link', { name: 'a 1' })).toHaveAttribute('href', '/a1')
      await expect(page.getByRole('listitem')).toHaveCount(3)
      await expect(page.getByRole('listitem').getByRole('link')).toHaveText(['a 1', 'a 2', 'a 3'])
    })

    test('Suspense waits for the first answer, on demand; a server draws skeletons, which hydrate', async ({ page }) => {
      await page.evaluate(() => {
        Object.assign(reactRoom.delays, { a: 600 })
        reactRoom.draw({ item: 'a', suspense: true })
      })
      await expect(page.getByText('waiting')).toBeVisible()
      await expect(page.locator('.kin-skeleton')).toHaveCount(0)
      await expect(page.getByRole('link', { name: 'a 1' })).toBeVisible()
      await page.waitForTimeout(1500)
      expect(await page.evaluate(() => reactRoom.counts())).toEqual({ subscribers: 1, disposed: 0 })

      await page.goto(`${server.url}/${version}/`)
      await page.evaluate(() => reactRoom.hydrateShelf({ item: 'a', suspense: true }))
      await expect(page.getByRole('link', { name: 'a 1' })).toBeVisible()
    })
  })
}

for (const version of ['19', '18'] as const) {
  test(`React ${version}: a failure reaches an error boundary, on demand`, async ({ page }) => {
    await page.goto(`${server.url}/${version}/`)
    await page.evaluate(() => reactRoom.draw({ item: 'broken', throwOnError: true }))

    await expect(page.getByText('[pagekin catalog-invalid] catalog /c.json')).toBeVisible()
  })
}

test('what comes for a dismissed card is no card of another shelf that is in view', async ({ page }) => {
  const bags = Array.from({ length: 30 }, (_, at) => ({ id: `${at}`, title: `Leather bag number ${at}`, description: 'For the city.' }))
  const site = await openDocsSite('react-shelves', bags)
  const source = `import { createRoot } from 'react-dom/client'
    import { PagekinProvider, Recommendations } from 'pagekin/react'
    createRoot(document.getElementById('root')!).render(
      <PagekinProvider catalog="/catalog.json" assets="/kin/" device="off">
        <Recommendations item="1" limit={4} layout="list" withDismiss />
        <Recommendations mode="for-you" limit={4} layout="list" />
      </PagekinProvider>,
    )`
  try {
    await page.setViewportSize({ width: 800, height: 2000 })
    await page.goto(await site.serve('/two.html', '<div id="root"></div>', { source, file: 'page.tsx' }))
    const titles = page.locator('.kin-item:not([aria-hidden]) .kin-title')
    await expect(titles).toHaveCount(8)
    const below = (await titles.allInnerTexts()).slice(4)

    for (const round of [1, 2, 3]) {
      await page.locator('.kin-dismiss').first().click()
      await expect(titles).toHaveCount(7)
      await expect(titles, `round ${round}`).toHaveCount(8)
      const now = await titles.allInnerTexts()
      expect(new Set(now).size, now.join(', ')).toBe(8)
      expect(now.slice(4)).toEqual(below)
    }
  } finally {
    await site.server.close()
  }
})

test('a list of what the visitor did takes no room on a first visit, and is there on the next page', async ({ page }) => {
  const bags = Array.from({ length: 4 }, (_, i) => ({ id: `${i}`, title: `Bag number ${i}`, url: `/bag/${i}` }))
  const site = await openDocsSite('react-past', bags)
  const source = `import { createRoot } from 'react-dom/client'
    import { PagekinProvider, Recommendations } from 'pagekin/react'
    createRoot(document.getElementById('root')!).render(
      <PagekinProvider catalog="/catalog.json" assets="/kin/" device="off">
        <Recommendations mode="recent" />
        <p id="below">Below.</p>
        <Recommendations item="1" limit={2} />
      </PagekinProvider>,
    )`
  try {
    const address = await site.serve('/past.html', '<div id="root"></div>', { source, file: 'page.tsx' })
    const top = () => page.locator('#below').evaluate((below) => below.getBoundingClientRect().top)
    await page.goto(address)
    await expect(page.locator('#below')).toBeVisible()
    const first = await top()
    expect(first).toBeLessThan(50)
    await expect(page.getByRole('link', { name: 'Bag number 2' })).toBeVisible()
    expect(await top()).toBe(first)

    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'Recently viewed' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Bag number 1' })).toBeVisible()
  } finally {
    await site.server.close()
  }
})

test('the styles draw steps and dismiss buttons as the element does', async ({ page }) => {
  await page.setContent(`<style>${await reactStyles()}</style><section class="kin"><div class="kin-base kin-grid kin-steered">
    <ul class="kin-items"><li class="kin-item"><button class="kin-dismiss">×</button></li></ul>
    <fieldset class="kin-steps"><button class="kin-step" aria-pressed="true"><span>Cheaper</span></button></fieldset></div></section>`)
  const styles = await page.evaluate(() => {
    const of = (selector: string) => getComputedStyle(document.querySelector(selector)!)
    const dismiss = of('.kin-dismiss')
    return {
      // the text of the button has no room beside the cross
      rows: Number.parseFloat(dismiss.gridTemplateRows) / (Number.parseFloat(dismiss.height) - 2),
      border: of('.kin-steps').borderTopWidth,
      radius: of('.kin-step').borderTopLeftRadius,
      below:
        document.querySelector('.kin-steps')!.getBoundingClientRect().top >=
        document.querySelector('.kin-items')!.getBoundingClientRect().bottom,
    }
  })
  expect(styles).toEqual({ rows: 1, border: '0px', radius: '32px', below: true })
})
