import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { PageKin } from '../src/element/page-kin.js'
import { pageScript } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

let server: TestServer

test.beforeAll(async () => {
  const page = (scripts: string) =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><body><main id="main"></main>${scripts}</body></html>`
  const script = '<script src="/element-page.js"></script>'
  server = await startServer({
    files: {
      '/': page(script),
      '/strict/': page(script),
      '/twice/': page(script + script),
      '/late/': page(`<script src="/early.js"></script>${script}`),
      '/favicon.ico': '',
      '/early.js': `const early = document.createElement('page-kin')
        Object.assign(early, { limit: 3, catalog: '/c.json' })
        document.querySelector('main').append(early)`,
      '/element-page.js': await pageScript('element-page'),
    },
    // neither inline styles nor strings that become markup are needed
    headers: (path) =>
      path === '/strict/'
        ? { 'content-security-policy': "style-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html" }
        : {},
  })
})

test.afterAll(() => server.close())

interface Setup {
  readonly attributes?: Readonly<Record<string, string>>
  readonly count?: number
  readonly level?: 'lexical' | 'encoder'
  /** Its answers wait for `release`. */
  readonly held?: boolean
  readonly failure?: string
  /** Light DOM: a text of links. */
  readonly links?: boolean
  /** Light DOM: a text for this slot. */
  readonly fallback?: 'empty' | 'error'
}

async function openPage(page: Page, path = '/'): Promise<void> {
  await page.goto(server.url + path)
}

/** Adds a shelf that is answered by a recommender of its own, and returns when it was asked. */
async function addShelf(page: Page, setup: Setup = {}): Promise<void> {
  await page.evaluate((setup) => {
    const recommender = kin.newRecommender(kin.recommendations(setup.count ?? 8), setup.level ?? 'lexical')
    kin.created.push(recommender)
    recommender.held = setup.held ?? false
    if (setup.failure) recommender.failure = new Error(setup.failure)
    const shelf = document.createElement('page-kin')
    for (const [name, value] of Object.entries({ item: 'this', ...setup.attributes })) shelf.setAttribute(name, value)
    if (setup.links) {
      const link = document.createElement('a')
      link.href = '/static'
      link.textContent = 'A static link'
      shelf.append(link)
    }
    if (setup.fallback) {
      const text = document.createElement('p')
      text.slot = setup.fallback
      text.textContent = 'See the shop'
      shelf.append(text)
    }
    shelf.recommender = recommender
    document.querySelector('main')?.append(shelf)
  }, setup)
}

/** Answers what the last shelf that was added has asked. */
const release = (page: Page) => page.evaluate(() => kin.created.at(-1)!.release())
const shelfOf = (page: Page) => page.locator('page-kin').first()
const names = (page: Page) => page.getByRole('listitem').getByRole('link').allTextContents()
const statusOf = (page: Page) => shelfOf(page).evaluate((shelf) => (shelf as PageKin).status)
const eventsOf = (page: Page, name: string) =>
  page.evaluate((name) => kin.events.filter((event) => event.name === name).map(({ detail }) => detail), name)
const heightOf = async (page: Page) => (await shelfOf(page).boundingBox())!.height

test('cards are links named by their titles, with prices of the page’s language', async ({ page }) => {
  await openPage(page)
  await addShelf(page)

  await expect(page.getByRole('region', { name: 'You may also like' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'You may also like' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Stoneware mug', exact: true })).toHaveAttribute('href', `${server.url}/p/1`)
  await expect(page.getByRole('listitem').first()).toContainText('€12.50')
  expect(await eventsOf(page, 'kin-ready')).toHaveLength(1)
})

for (const layout of ['carousel', 'grid', 'list']) {
  test(`${layout}: loading, loaded and links take the same room`, async ({ page }) => {
    await openPage(page)
    const attributes = { layout, limit: '4', 'with-reason': '' }
    const heights: number[] = []
    const cases: Setup[] = [{ held: true }, { count: 4 }, { held: true, links: true }]
    for (const setup of cases) {
      await page.evaluate(() => document.querySelector('main')?.replaceChildren())
      await addShelf(page, { ...setup, attributes })
      if (!setup.held) await expect.poll(() => statusOf(page)).toMatch(/ready|empty|error/)
      await page.waitForTimeout(100)
      heights.push(await heightOf(page))
    }

    expect(heights).toEqual(heights.map(() => heights[0]))
  })
}

/** Starts to add up what moves in view, as browsers report it. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const shifts = { total: 0 }
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.total += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift' })
  })
  return async () => {
    // an entry comes after the frame that it is about
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))))
    return page.evaluate(() => (globalThis as unknown as { shifts: { total: number } }).shifts.total)
  }
}

/** Text below the shelf, more than a window of it. */
const addText = (page: Page) =>
  page.evaluate(() => {
    const text = document.createElement('p')
    text.textContent = 'What the visitor reads. '.repeat(3000)
    // its margin would move the body as soon as nothing stands before it
    text.style.margin = '0'
    document.body.append(text)
  })
const readTop = (page: Page) => page.locator('body > p').evaluate((text) => text.getBoundingClientRect().top)

const VIEWPORTS = { phone: [390, 844], tablet: [820, 1180], desktop: [1280, 800] } as const
const ENDS = { full: { count: 8 }, short: { count: 2 }, empty: { count: 0 }, failed: { failure: 'boom' } }
for (const [device, [width, height]] of Object.entries(VIEWPORTS)) {
  const tag = device === 'tablet' ? '@long' : []
  test(`${device}: in no layout and at no end of an answer does anything move that is in view, and no gap stays behind`, { tag }, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height })
    for (const layout of ['carousel', 'grid', 'list']) {
      for (const [end, setup] of Object.entries(ENDS)) {
        const name = `${layout}, ${end}`
        await openPage(page)
        await addShelf(page, { ...setup, held: true, attributes: { layout, limit: '8' } })
        await addText(page)
        await expect(page.getByRole('heading')).toBeVisible()
        const shifted = await watchShifts(page)
        await release(page)
        await expect.poll(() => statusOf(page)).toMatch(/ready|empty|error/)
        expect(await shifted(), name).toBeLessThanOrEqual(0.001)
        const isGone = end === 'empty' || end === 'failed'
        await expect(page.getByRole('heading')).toHaveCount(isGone ? 0 : 1)

        // past the shelf, then a little further: what is read stays where the visitor scrolled it
        await page.evaluate(() => scrollTo(0, document.querySelector('body > p')!.getBoundingClientRect().top + 100))
        if (isGone) await expect.poll(() => shelfOf(page).evaluate((shelf) => shelf.getBoundingClientRect().height)).toBe(0)
        expect(await shifted(), name).toBeLessThanOrEqual(0.001)
        await expect.poll(() => readTop(page), name).toBeCloseTo(-100, 0)
        await expect(page.locator('page-kin [part=filler]')).toHaveCount(0)
      }
    }
  })
}

test('a shelf below the viewport with nothing to show takes no room at once; the console and an event say why', async ({ page }) => {
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  await openPage(page)
  await addText(page)
  await page.evaluate(() => document.body.append(document.querySelector('main')!))
  await page.evaluate(() => (document.querySelector('p')!.style.blockSize = `${innerHeight + 100}px`))
  await addShelf(page, { count: 0 })
  await expect(shelfOf(page)).toBeHidden()
  expect(await eventsOf(page, 'kin-error')).toMatchObject([
    { code: 'catalog-invalid', message: expect.stringContaining('a catalog of 0 items') },
  ])
  expect(warnings.filter((text) => text.includes('catalog-invalid'))).toHaveLength(1)

  // another item may have an answer
  await page.evaluate(() => {
    kin.created[0]!.answers = kin.recommendations(3)
    document.querySelector('page-kin')!.setAttribute('item', 'other')
  })
  await expect(page.getByRole('listitem')).toHaveCount(3)
})

for (const [end, setup] of Object.entries({ empty: { count: 0 }, failed: { failure: 'boom' } })) {
  test(`${end}: what the site wrote in place of a shelf stays, and a search has its message`, async ({ page }) => {
    await openPage(page)
    await addShelf(page, { ...setup, links: true })
    await expect.poll(() => statusOf(page)).toMatch(/empty|error/)
    await expect(page.getByRole('link', { name: 'A static link' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'You may also like' })).toBeVisible()

    await page.evaluate(() => document.querySelector('main')?.replaceChildren())
    await addShelf(page, { ...setup, fallback: end === 'failed' ? 'error' : 'empty' })
    await expect(page.getByText('See the shop')).toBeVisible()

    await page.evaluate(() => document.querySelector('main')?.replaceChildren())
    await addShelf(page, { ...setup, attributes: { mode: 'search', query: 'kettle' } })
    await expect(page.getByText(end === 'failed' ? 'Recommendations could not be loaded.' : 'Nothing found.')).toBeVisible()
  })
}

test('without a layout and without pictures a shelf becomes a list where nobody sees it change; a broken picture shows the letter', async ({
  page,
}) => {
  await openPage(page)
  const add = (isBelow: boolean) =>
    page.evaluate((isBelow) => {
      const posts = kin.recommendations(4).map((entry) => ({
        ...entry,
        item: { id: entry.item.id, title: entry.item.title, published: '2026-03-05', description: 'How mugs are made.' },
      }))
      const shelf = document.createElement('page-kin')
      Object.assign(shelf, { item: 'this', limit: 4, recommender: kin.newRecommender(posts) })
      if (isBelow) shelf.style.marginBlockStart = '110vh'
      document.querySelector('main')?.replaceChildren(shelf)
    }, isBelow)
  const layout = () => page.locator('page-kin [part=base]').getAttribute('class')
  await add(false)
  await expect(page.getByText('Mar 5, 2026')).toHaveCount(4)
  expect(await layout()).toContain('carousel')
  await add(true)
  await expect.poll(layout).toContain('list plain')
  await expect(page.getByText('How mugs are made.')).toHaveCount(4)

  await page.evaluate(() => {
    const [entry] = kin.recommendations(1)
    const broken = { ...entry!, item: { ...entry!.item, image: '/missing.png' } }
    const shelf = document.createElement('page-kin')
    Object.assign(shelf, { item: 'this', recommender: kin.newRecommender([broken]) })
    document.querySelector('main')?.replaceChildren(shelf)
  })
  await expect(page.locator('page-kin [part=initial]')).toBeVisible()
  await expect(page.locator('page-kin [part=initial]')).toHaveText('E')
})

test('a template of the site draws the cards: text only, safe addresses only, in the page’s own style', async ({ page }) => {
  await openPage(page, '/strict/')
  await page.evaluate(() => {
    const [kettle, mug, bad] = kin.recommendations(3)
    const hostile = { ...bad!.item, title: '<img src=x onerror=alert(1)>', url: 'javascript:alert(1)', price: undefined }
    const recommender = kin.newRecommender([kettle!, mug!, { ...bad!, item: hostile as never }])
    kin.created.push(recommender)
    const shelf = document.createElement('page-kin')
    const template = document.createElement('template')
    const link = document.createElement('a')
    link.className = 'mine'
    for (const [name, field] of Object.entries({ 'data-kin': 'title', 'data-kin-href': 'url', 'data-kin-onclick': 'title' }))
      link.setAttribute(name, field)
    const price = document.createElement('b')
    price.setAttribute('data-kin', 'price')
    price.setAttribute('data-kin-if', 'price')
    template.content.append(link, price)
    shelf.append(template)
    Object.assign(shelf, { item: 'this', limit: 3, withDismiss: true, recommender })
    document.querySelector('main')?.append(shelf)
    document.addEventListener('click', (event) => event.preventDefault())
  })
  const links = page.locator('page-kin a.mine')
  await expect(links).toHaveText(['Enamel kettle, 1.5 litres, cream', 'Stoneware mug', '<img src=x onerror=alert(1)>'])
  await expect(page.locator('page-kin b')).toHaveText(['€12.50', '€19.50'])
  expect(await links.evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('onclick')]))).toEqual([
    [`${server.url}/p/0`, null],
    [`${server.url}/p/1`, null],
    [null, null],
  ])
  await links.nth(1).click()
  expect(await eventsOf(page, 'kin-select')).toMatchObject([{ position: 1, item: { id: 'item-1' } }])
  await page.getByRole('button', { name: 'Not interested: Stoneware mug' }).click()
  const told = await Promise.all(['kin-ready', 'kin-select', 'kin-dismiss'].map((name) => eventsOf(page, name)))
  const lists = told.map((events) => (events as { recommendationId: string }[]).map(({ recommendationId }) => recommendationId))
  expect(lists[0]![0]).toMatch(/^\w+$/)
  expect(lists).toEqual([lists[0], lists[0], lists[0]])
  expect(told[2]).toMatchObject([{ position: 1, item: { id: 'item-1' } }])
  await expect(links).toHaveCount(2)
  await expect(page.getByRole('listitem')).toHaveCount(2)
})

test('a template fills no element that would run, style or embed what a catalog says', async ({ page }) => {
  await openPage(page)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.evaluate((address) => {
    const [kettle] = kin.recommendations(1)
    const hostile = { ...kettle!.item, title: 'window.ran = true', image: `${address}/ran.js`, url: `${address}/ran.js`, attributes: {} }
    const recommender = kin.newRecommender([{ ...kettle!, item: hostile }])
    kin.created.push(recommender)
    const shelf = document.createElement('page-kin')
    const template = document.createElement('template')
    for (const name of ['script', 'style', 'iframe', 'embed', 'link', 'base', 'img', 'p']) {
      const element = document.createElement(name)
      for (const [of, field] of Object.entries({ 'data-kin': 'title', 'data-kin-src': 'image', 'data-kin-href': 'url' }))
        element.setAttribute(of, field)
      template.content.append(element)
    }
    const whole = document.createElement('i')
    whole.setAttribute('data-kin', 'attributes')
    template.content.append(whole)
    shelf.append(template)
    Object.assign(shelf, { item: 'this', limit: 1, recommender })
    document.querySelector('main')?.append(shelf)
  }, server.url)
  const card = page.locator('page-kin > div')
  await expect(card.locator('p')).toHaveText('window.ran = true')
  const filled = await card.evaluate((div) =>
    Array.from(div.children, (child) => [child.localName, child.textContent, child.getAttribute('src'), child.getAttribute('href')]),
  )
  for (const [name, ...values] of filled.slice(0, 6)) expect([name, ...values]).toEqual([name, '', null, null])
  expect(filled.at(-1)).toEqual(['i', '', null, null])
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(server.requests.filter(({ path }) => path === '/ran.js').length).toBeLessThanOrEqual(1)
  expect(errors).toEqual([])
})

test('buttons of a carousel are there only where there is something to turn', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 700 })
  await openPage(page)
  await addShelf(page, { count: 3, held: true })
  await expect(page.getByRole('button', { name: 'Next' })).toBeVisible()
  const heading = await page.getByRole('heading').boundingBox()
  await release(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(await page.getByRole('heading').boundingBox()).toEqual(heading)

  await page.setViewportSize({ width: 400, height: 700 })
  await expect(page.getByRole('button', { name: 'Next' })).toBeEnabled()
  await page.evaluate(() => document.querySelector('main')?.replaceChildren())
  await addShelf(page, { failure: 'boom' })
  await expect.poll(() => statusOf(page)).toBe('error')
  await expect(page.getByRole('button')).toHaveCount(0)
})

for (const heading of ['', 'A heading that is long enough for a second line on a phone']) {
  test(`progress is at the top of the cards, under the heading "${heading}"`, async ({ page }) => {
    await page.setViewportSize({ width: 400, height: 700 })
    await openPage(page)
    await addShelf(page, { held: true, attributes: { heading, layout: 'grid' } })
    const bar = (await page.getByRole('progressbar').boundingBox())!
    const cards = (await page.locator('page-kin').locator('ul').boundingBox())!
    expect(Math.abs(bar.y - cards.y)).toBeLessThan(10)
    expect(bar.width).toBe(cards.width)
  })
}

test('an item that the catalog does not have any more is no error to the visitor, but an event and a warning', async ({ page }) => {
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  await openPage(page)
  await page.evaluate(() => {
    const recommender = kin.newRecommender()
    recommender.unknown = 'gone'
    recommender.become({ items: { ...recommender.getState().items, total: 8 } })
    const shelf = document.createElement('page-kin')
    Object.assign(shelf, { recommender: Promise.resolve(recommender), item: 'gone' })
    document.querySelector('main')?.append(shelf)
  })
  await expect(page.getByRole('listitem')).toHaveCount(8)
  expect(await statusOf(page)).toBe('ready')
  expect(await eventsOf(page, 'kin-error')).toMatchObject([{ code: 'item-unknown' }])
  expect(warnings.filter((text) => text.includes('item-unknown'))).toHaveLength(1)
})

test('rows that the catalog lost are one warning with their number and the first of them', async ({ page }) => {
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  await openPage(page)
  await addShelf(page)
  await page.evaluate(() => {
    const [recommender] = kin.created
    const rejectedRows = Array.from({ length: 7 }, (_, row) => ({ row, field: row === 0 ? '' : 'title', why: `reason ${row}` }))
    for (let time = 0; time < 3; time++) {
      recommender!.become({ rejectedRows, items: { ...recommender!.getState().items, total: time, rejected: 7 } })
    }
  })
  await expect
    .poll(() => warnings)
    .toEqual([
      '[pagekin catalog-invalid] 7 rows of the catalog rejected: row 1: reason 0; row 2, title: reason 1; row 3, title: reason 2; row 4, title: reason 3; row 5, title: reason 4; and 2 more',
    ])
})

test('a page that has extended Object.prototype gets the shelf that it asked for', async ({ page }) => {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  // after the bundle of this test, whose `import()` reads keys that it inherits; built files load after it in policies.spec.ts
  await openPage(page)
  await page.evaluate(() => {
    for (const name of [
      'error',
      'where',
      'items',
      'limit',
      'query',
      'mode',
      'heading',
      'exclude',
      'recommender',
      'progress',
      'url',
      'price',
      // read by Web APIs, and by Lit
      'type',
      'credentials',
      'root',
      'threshold',
      'rootMargin',
      'state',
      'hasChanged',
      'slotAssignment',
    ]) {
      Object.defineProperty(Object.prototype, name, { value: 'of the page', configurable: true, writable: true, enumerable: true })
    }
  })
  await addShelf(page)

  await expect(page.getByRole('heading', { name: 'You may also like' })).toBeVisible()
  await expect(page.getByRole('listitem').getByRole('link')).toHaveCount(8)
  expect(await page.evaluate(() => kin.created[0]!.asked.map(({ options }) => Object.keys(options)))).toEqual([['limit', 'signal']])
  expect(await eventsOf(page, 'kin-error')).toEqual([])
  expect(problems).toEqual([])
})

test('answers late, the page has not moved', async ({ page }) => {
  await openPage(page)
  await page.evaluate(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
    }).observe({ type: 'layout-shift' })
  })
  await addShelf(page, { held: true, attributes: { layout: 'grid', limit: '8' }, count: 5 })
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('hr')))
  await page.waitForTimeout(300)
  await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts.splice(0))
  await release(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  await page.waitForTimeout(300)

  expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([])
})

test('progress shows only to a visitor who waits', async ({ page }) => {
  await openPage(page)
  // measured in the page: a test that looks from outside may come late
  await page.evaluate(() => {
    let begun: number | undefined
    const look = () => {
      const shelf = document.querySelector('page-kin')
      if (shelf) begun ??= performance.now()
      if (!shelf?.shadowRoot?.querySelector('progress')) return void requestAnimationFrame(look)
      Object.assign(globalThis, { waitedMs: performance.now() - begun! })
    }
    look()
  })
  await addShelf(page, { held: true })

  await expect(page.getByRole('progressbar', { name: 'Loading' })).toBeVisible()
  await expect.poll(() => page.evaluate(() => (globalThis as { waitedMs?: number }).waitedMs ?? 0)).toBeGreaterThan(200)
  await release(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  await expect(page.getByRole('progressbar')).toHaveCount(0)

  await page.evaluate(() => kin.created[0]!.become({ progress: { phase: 'model', loaded: 1, total: 4, unit: 'bytes' } }))
  expect(await eventsOf(page, 'kin-progress')).toHaveLength(1)
  await expect(page.getByRole('progressbar')).toHaveCount(0)
})

test('a better answer moves nothing that was in view, and says that it came', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 600 })
  await openPage(page)
  await addShelf(page)
  const before = await names(page)
  await page.waitForTimeout(200)

  await page.evaluate(() => {
    const [recommender] = kin.created
    recommender!.answers = kin
      .recommendations(8)
      .reverse()
      .map((entry) => ({ ...entry, item: { ...entry.item, price: { value: 1, currency: 'EUR' } } }))
    recommender!.become({ level: 'encoder' })
  })
  await expect.poll(() => eventsOf(page, 'kin-upgrade')).toEqual([{ from: 'lexical', to: 'encoder' }])

  const after = await names(page)
  expect(after.slice(0, 4)).toEqual(before.slice(0, 4))
  expect(after.slice(4)).toEqual([...before.slice(4)].reverse())
  await expect(page.getByRole('listitem').first()).toContainText('€1.00')
})

test('a better answer below the viewport changes all', async ({ page }) => {
  await openPage(page)
  await page.evaluate(() => {
    const spacer = document.createElement('div')
    spacer.style.blockSize = `${innerHeight + 100}px`
    document.querySelector('main')?.before(spacer)
  })
  await addShelf(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  const before = await names(page)
  await page.evaluate(() => {
    kin.created[0]!.answers = kin.recommendations(8).reverse()
    kin.created[0]!.become({ level: 'encoder' })
  })

  await expect.poll(() => names(page)).toEqual([...before].reverse())
})

test('another item replaces the whole shelf, and is noted as viewed', async ({ page }) => {
  await openPage(page)
  await addShelf(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  await page.evaluate(() => {
    kin.created[0]!.answers = kin.recommendations(8, 3)
  })
  await shelfOf(page).evaluate((shelf) => shelf.setAttribute('item', 'other'))

  await expect(page.getByRole('listitem').first()).toContainText('Linen tea towel')
  expect(await page.evaluate(() => kin.created[0]!.recorded)).toEqual([
    { type: 'view', id: 'this' },
    { type: 'view', id: 'other' },
  ])
})

test('arrow keys follow the reading direction and only from a link', async ({ page }) => {
  await openPage(page)
  await addShelf(page)
  const links = page.getByRole('listitem').getByRole('link')
  await links.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(links.first()).toBeFocused()

  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
  await page.keyboard.press('ArrowLeft')
  await expect(links.nth(1)).toBeFocused()

  const next = page.getByRole('button', { name: 'Next' })
  await next.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(next).toBeFocused()
})

for (const dir of ['ltr', 'rtl']) {
  test(`${dir}: the buttons turn pages, are disabled at the ends and keep the focus`, async ({ page }) => {
    await page.setViewportSize({ width: 600, height: 700 })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await openPage(page)
    await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), dir)
    await addShelf(page)
    const next = page.getByRole('button', { name: 'Next' })
    const previous = page.getByRole('button', { name: 'Previous' })
    await expect(previous).toBeDisabled()
    await expect(next).toBeEnabled()

    await next.focus()
    for (let press = 0; press < 4; press++) {
      await page.keyboard.press('Enter')
      await page.waitForTimeout(100)
    }
    await expect(next).toBeDisabled()
    await expect(next).toBeFocused()
    await expect(previous).toBeEnabled()
    await expect(page.getByRole('link', { name: 'Glass storage jar with lid' })).toBeInViewport()
    await expect(page.getByRole('status')).toHaveText(/^\d–8 \/ 8$/)
  })
}

for (const reducedMotion of ['reduce', 'no-preference'] as const) {
  const moves = reducedMotion === 'no-preference'
  test(`where the visitor's motion is "${reducedMotion}" skeletons, rows and pictures ${moves ? 'move' : 'stand still'}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 600, height: 700 })
    await page.emulateMedia({ reducedMotion })
    await openPage(page)
    await addShelf(page, { held: true })
    await page.waitForTimeout(500)
    const animations = () => page.locator('page-kin').evaluate((shelf) => shelf.shadowRoot!.getAnimations().length)
    expect((await animations()) > 0).toBe(moves)
    await release(page)
    await expect(page.getByRole('listitem')).toHaveCount(8)
    const next = page.getByRole('button', { name: 'Next' })
    await expect(next).toBeEnabled()
    const [soon, later] = await page.locator('page-kin').evaluate(async (shelf) => {
      const list = shelf.shadowRoot!.querySelector('[part=list]')!
      const from = list.scrollLeft
      shelf.shadowRoot!.querySelector<HTMLElement>('[part~=nav-next]')!.click()
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const soon = list.scrollLeft - from
      await new Promise((resolve) => setTimeout(resolve, 1500))
      return [soon, list.scrollLeft - from]
    })
    expect(later).toBeGreaterThan(100)
    if (moves) expect(soon).toBeLessThan(later!)
    else expect(soon).toBe(later)
    const card = page.locator('page-kin li[part=item]:has([part=image])').last()
    const image = card.locator('[part=image]')
    const look = () => image.evaluate((picture) => [getComputedStyle(picture).transform, getComputedStyle(picture).transitionDuration])
    await card.hover({ timeout: 10_000 })
    await expect.poll(look).toEqual(moves ? ['matrix(1.03, 0, 0, 1.03, 0, 0)', '0.25s'] : ['none', '0s'])
  })
}

test('a shelf that fills by itself keeps quiet, a search is announced', async ({ page }) => {
  await openPage(page)
  await addShelf(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  await expect(page.getByRole('status')).toBeEmpty()

  await addShelf(page, { attributes: { query: 'kettle', mode: 'search' } })
  await expect(page.getByRole('status').nth(1)).toHaveText('Results: 8')
})

test('a list that a search is not sure of says so, aloud too, and nothing moves when it does', async ({ page }) => {
  for (const layout of ['carousel', 'grid', 'list']) {
    await openPage(page)
    await page.evaluate((layout) => {
      const recommender = kin.newRecommender(kin.recommendations(3))
      kin.created.push(recommender)
      document.documentElement.lang = 'de'
      const shelf = document.createElement('page-kin')
      Object.assign(shelf, { query: 'trumpet', layout, limit: 3, recommender })
      document.querySelector('main')?.append(shelf)
    }, layout)
    await expect.poll(() => statusOf(page)).toBe('ready')
    const note = shelfOf(page).locator('[part=note]')
    await expect(note).toBeEmpty()
    await expect(page.getByRole('status')).toHaveText('Ergebnisse: 3')
    const before = { height: await heightOf(page), top: (await page.getByRole('listitem').first().boundingBox())!.y }

    await page.evaluate(() => {
      kin.created[0]!.sure = false
      kin.created[0]!.become({ level: 'encoder' })
    })
    await expect(note).toHaveText('Kein genauer Treffer. Am nächsten:')
    await expect(page.getByRole('status')).toHaveText('Kein genauer Treffer. Am nächsten: Ergebnisse: 3')
    expect({ height: await heightOf(page), top: (await page.getByRole('listitem').first().boundingBox())!.y }).toEqual(before)

    await page.evaluate(() => {
      kin.created[0]!.answers = []
      kin.created[0]!.become({})
    })
    await expect.poll(() => statusOf(page)).toBe('empty')
    await expect(note).toBeEmpty()
    await expect(shelfOf(page).locator('[part~=empty]')).toHaveText('Nichts gefunden.')
  }
})

test('the cards of a search with reasons show the sentence that answers, and its text stays', async ({ page }) => {
  await openPage(page)
  await page.evaluate(() => {
    const recommender = kin.newRecommender(kin.recommendations(3))
    kin.created.push(recommender)
    recommender.sentences = { 'item-0': 'It keeps tea hot for an hour.' }
    const shelf = document.createElement('page-kin')
    Object.assign(shelf, { query: 'hot tea', withReason: true, limit: 3, recommender })
    document.querySelector('main')?.append(shelf)
  })
  const reasons = shelfOf(page).locator('[part=reason]')
  await expect(reasons).toHaveText(['It keeps tea hot for an hour.', /^Because you viewed/, /^Because you viewed/])
  await page.evaluate(() => {
    kin.created[0]!.sentences = { 'item-0': 'Another one.' }
    kin.created[0]!.become({ level: 'encoder' })
  })
  await page.waitForTimeout(1500)
  await expect(reasons.first()).toHaveText('It keeps tea hot for an hour.')
  expect(await page.evaluate(() => kin.created[0]!.explained)).toEqual(['item-0', 'item-1', 'item-2'])
})

test('a dismissed card goes at once, is noted, and leaves the focus in the shelf', async ({ page }) => {
  await openPage(page)
  await addShelf(page, { attributes: { 'with-dismiss': '', limit: '3' }, count: 3 })
  await page.getByRole('button', { name: 'Not interested: Stoneware mug' }).focus()
  await page.keyboard.press('Enter')

  await expect(page.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('button', { name: /Hand-blown/ })).toBeFocused()
  expect(await page.evaluate(() => kin.created[0]!.recorded)).toContainEqual({ type: 'dismiss', id: 'item-1' })
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /Enamel/ })).toBeFocused()
})

test('select and dismiss can be cancelled', async ({ page }) => {
  await openPage(page)
  await addShelf(page, { attributes: { 'with-dismiss': '' } })
  await page.evaluate(() => {
    for (const name of ['kin-select', 'kin-dismiss']) document.addEventListener(name, (event) => event.preventDefault())
  })
  await page.getByRole('link', { name: 'Stoneware mug' }).click()
  await page.getByRole('button', { name: 'Not interested: Stoneware mug' }).click()

  expect(page.url()).toBe(`${server.url}/`)
  await expect(page.getByRole('listitem')).toHaveCount(8)
  expect(await eventsOf(page, 'kin-select')).toMatchObject([{ item: { id: 'item-1' }, position: 1 }])
  const recorded = await page.evaluate(() => kin.created[0]!.recorded.map(({ type }) => type))
  expect(recorded).toEqual(['view', 'click'])
})

test('an impression is a second of half a card, once', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 600 })
  await openPage(page)
  await addShelf(page)
  await page.waitForTimeout(600)
  expect(await eventsOf(page, 'kin-impression')).toEqual([])
  await page.waitForTimeout(1900)

  const positions = (await eventsOf(page, 'kin-impression')).map((detail) => (detail as { position: number }).position)
  expect(positions).toEqual([0, 1, 2])
})

test('hostile texts stay text, hostile addresses are no links', async ({ page }) => {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await openPage(page, '/strict/')
  await page.evaluate(() => {
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '"><script>alert(1)</script>',
      '$' + '{alert(1)}',
      '{{constructor}}',
      '\u202Eevil',
      'x'.repeat(5000),
    ]
    const addresses = [
      'javascript:alert(1)',
      'java\tscript:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      'https://u:p@a.example/',
      '\u0001javascript:alert(1)',
    ]
    const recommender = kin.newRecommender(
      hostile.map((title, n) => ({
        item: { id: `__proto__${n}`, title, url: addresses[n]!, image: addresses[n]!, brand: title },
        score: 1,
        reasons: [{ kind: 'words' as const, words: [title], weight: 1 }],
      })),
    )
    const shelf = document.createElement('page-kin')
    Object.assign(shelf, { recommender, withReason: true, withDismiss: true, layout: 'grid' })
    document.querySelector('main')?.append(shelf)
  })
  await expect(page.getByRole('listitem')).toHaveCount(6)
  await expect(page.getByText('<img src=x onerror=alert(1)>', { exact: true }).first()).toBeVisible()

  const counts = await shelfOf(page).evaluate((shelf) =>
    ['img', 'script', 'a', '[style]'].map((selector) => shelf.shadowRoot!.querySelectorAll(selector).length),
  )
  expect(counts).toEqual([0, 0, 0, 0])
  expect(dialogs).toEqual([])
  expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([])
  // a title without a break does not widen the page
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

test('a shelf that is moved keeps its answer and its recommender', async ({ page }) => {
  await openPage(page)
  await page.evaluate(() => {
    const shelf = document.createElement('page-kin')
    shelf.setAttribute('catalog', '/catalog.json')
    shelf.setAttribute('item', 'this')
    document.querySelector('main')?.append(shelf)
  })
  await expect.poll(() => statusOf(page)).toBe('ready')
  for (let move = 0; move < 20; move++) {
    await shelfOf(page).evaluate((shelf) => document.body.append(shelf))
  }
  await page.waitForTimeout(1300)

  expect(await page.evaluate(() => [kin.created.length, kin.created[0]!.disposed, kin.created[0]!.asked.length])).toEqual([1, 0, 1])
  await expect(page.getByRole('listitem')).toHaveCount(8)
  await shelfOf(page).evaluate((shelf) => shelf.remove())
  await expect.poll(() => page.evaluate(() => kin.created[0]!.disposed)).toBe(1)
})

test('shelves with equal engine options share one recommender; a failed creation is tried again', async ({ page }) => {
  await openPage(page)
  const add = () =>
    page.evaluate(() => {
      const shelf = document.createElement('page-kin')
      shelf.setAttribute('catalog', '/c.json')
      document.querySelector('main')?.append(shelf)
    })
  await page.evaluate(() => {
    kin.failures.push(new Error('the first one fails'))
  })
  await add()
  await expect.poll(() => statusOf(page)).toBe('error')
  expect(await eventsOf(page, 'kin-error')).toMatchObject([{ code: 'worker-failed' }])
  await page.evaluate(() => document.querySelector('main')?.replaceChildren())
  await add()
  await add()

  await expect(page.getByRole('listitem')).toHaveCount(16)
  expect(await page.evaluate(() => kin.created.length)).toBe(1)
})

test('links of the page show until the first answer, and stay when there is none', async ({ page }) => {
  await openPage(page)
  await addShelf(page, { links: true, held: true })
  await expect(page.getByRole('link', { name: 'A static link' })).toBeVisible()
  await release(page)
  await expect.poll(() => statusOf(page)).toBe('ready')
  await expect(page.getByRole('link', { name: 'A static link' })).toBeHidden()

  await page.evaluate(() => document.querySelector('main')?.replaceChildren())
  await addShelf(page, { links: true, failure: 'boom' })
  await expect.poll(() => statusOf(page)).toBe('error')
  await expect(page.getByRole('link', { name: 'A static link' })).toBeVisible()
})

test('a second copy of pagekin does no harm', async ({ page }) => {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => problems.push(message.text()))
  await openPage(page, '/twice/')
  await addShelf(page)

  await expect(page.getByRole('listitem')).toHaveCount(8)
  expect(problems).toEqual([])
})

test('properties set before the element is defined are taken over', async ({ page }) => {
  await openPage(page, '/late/')

  await expect(page.getByRole('listitem')).toHaveCount(3)
})

test('the shelf fits 320 pixels without scrolling the page', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await openPage(page)
  for (const layout of ['carousel', 'grid', 'list']) await addShelf(page, { attributes: { layout, 'with-dismiss': '', 'with-reason': '' } })
  await expect(page.getByRole('listitem')).toHaveCount(16)
  await page.locator('page-kin').last().scrollIntoViewIfNeeded()
  await expect(page.getByRole('listitem')).toHaveCount(24)

  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

for (const scheme of ['light', 'dark'] as const) {
  for (const layout of ['carousel', 'grid', 'list']) {
    const isQuick = scheme === 'dark' && layout === 'carousel'
    test(`axe finds nothing: ${layout}, ${scheme}, every state, both directions`, { tag: isQuick ? [] : '@long' }, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await openPage(page)
      await page.evaluate((scheme) => document.documentElement.style.setProperty('color-scheme', scheme), scheme)
      const looks: Setup[] = [
        { attributes: { layout, 'with-reason': '', 'with-dismiss': '' } },
        { attributes: { layout, theme: scheme === 'dark' ? 'light' : 'dark', heading: 'Other theme', 'with-reason': '' } },
        { attributes: { layout, heading: '' }, held: true },
        { attributes: { layout, heading: 'Empty' }, count: 0 },
        { attributes: { layout, heading: 'Failed' }, failure: 'boom' },
      ]
      for (const [n, look] of looks.entries())
        await addShelf(page, { ...look, attributes: { limit: '6', ...look.attributes, id: `s${n}` } })
      await page.waitForTimeout(500)
      for (const dir of ['ltr', 'rtl']) {
        await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), dir)
        const { violations } = await new AxeBuilder({ page }).disableRules(['page-has-heading-one', 'landmark-unique']).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)).toEqual([])
      }
    })
  }
}

/** How many of its pixels are no background. */
async function inkOf(page: Page, selector: string): Promise<number> {
  const picture = await page.locator(`page-kin ${selector}`).first().screenshot()
  return page.evaluate(async (encoded) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob())
    const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    drawing.drawImage(image, 0, 0)
    const pixels = new Uint32Array(drawing.getImageData(0, 0, image.width, image.height).data.buffer)
    const counts = new Map<number, number>()
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    return pixels.length - Math.max(...counts.values())
  }, picture.toString('base64'))
}

for (const scheme of ['light', 'dark'] as const) {
  const tag = scheme === 'light' ? '@long' : []
  test(`in forced colours, ${scheme}, pictures, buttons, skeletons and the focus are seen, and axe finds nothing`, { tag }, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme: scheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 700, height: 800 })
    await openPage(page)
    await addShelf(page, { attributes: { 'with-reason': '', 'with-dismiss': '', id: 'full' } })
    await addShelf(page, { attributes: { layout: 'grid', limit: '3', heading: 'Loading', id: 'held' }, held: true })
    await expect(page.locator('#full [part=title]')).toHaveCount(8)

    const seen = ['[part=title]', '[part=price]', '[part=reason]', '[part=dismiss]', '[part~=nav-prev]', '[part~=nav-next]', '[part=media]']
    for (const part of [...seen, '[part~=skeleton] .title', '[part~=skeleton] .media'])
      expect(await inkOf(page, part), part).toBeGreaterThan(20)
    const colorOf = (part: string) =>
      page.locator(`#full [part~=${part}]`).evaluate((button) => getComputedStyle(button, '::before').borderTopColor)
    expect(await colorOf('nav-prev'), 'a button that turns nothing looks so').not.toBe(await colorOf('nav-next'))

    const button = page.locator('#full [part~=nav-next]')
    const before = await page.screenshot()
    await button.focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await expect(button).toBeFocused()
    expect((await page.screenshot()).equals(before), 'the focus is drawn').toBe(false)

    const { violations } = await new AxeBuilder({ page }).disableRules(['page-has-heading-one', 'landmark-unique']).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
}

test('what was understood of a search is a button each, and is taken back by mouse or key', async ({ page }) => {
  await openPage(page)
  const query = 'jacket under 100 euro without hood'
  await addShelf(page, { attributes: { mode: 'search', query: 'jacket', layout: 'grid', 'heading-level': '1' } })
  await page.evaluate((text) => {
    const [recommender] = kin.created
    recommender!.understood = [
      { kind: 'price', max: 100, currency: 'EUR', unused: 'currency', text: 'under 100 euro', start: 7, end: 21 },
      { kind: 'without', of: 'hood', text: 'without hood', start: 22, end: 34 },
    ]
    document.querySelector('page-kin')!.setAttribute('query', text)
  }, query)
  const wishes = page.getByRole('group', { name: 'Understood' }).getByRole('button')
  await expect(wishes).toHaveText(['under 100 euro (other currency)', 'without hood'])
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.getByRole('button', { name: 'Undo: under 100 euro (other currency)' }).focus()
  await page.keyboard.press('Enter')

  await expect(wishes).toHaveText(['without hood'])
  await expect(wishes).toBeFocused()
  const last = () => page.evaluate(() => kin.created[0]!.asked.at(-1)!.options)
  expect(await last()).toMatchObject({ literal: ['under 100 euro'] })
  await wishes.click()
  await expect(page.getByRole('group', { name: 'Understood' })).toHaveCount(0)
  expect(await last()).toMatchObject({ literal: ['under 100 euro', 'without hood'] })

  // another search begins anew
  await page.evaluate((text) => document.querySelector('page-kin')!.setAttribute('query', `warm ${text}`), query)
  await expect(wishes).toHaveCount(2)
  expect(await last()).not.toHaveProperty('literal')
})
