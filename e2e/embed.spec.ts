import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { startServer, type TestServer } from './serve.js'

/** There is no worker beside the script here: how the shelf fails without one is part of what is tested. */
const TAG = '<script src="/kin/embed.js" data-catalog="/c.json" data-limit="3" data-heading="Related"></script>'
/** Notes what there is at the end of the task that ran the tag, and removes the tag as some loaders do. */
const LOADED = `onload="globalThis.atOnce = [typeof Pagekin?.createRecommender, Boolean(customElements.get('page-kin'))]; this.remove()"`
const PAGES: Readonly<Record<string, string>> = {
  '/': TAG,
  '/twice/': TAG + TAG,
  '/two-shops/': `${TAG.replace('data-limit', 'data-pack="/pack/" data-currency="EUR" data-limit')}${TAG.replace('/c.json', '/d.json')}`,
  '/unknown/': '<script src="/kin/embed.js" data-catalogue="/c.json" data-catalog="/c.json" data-colour="red"></script>',
  '/clobbered/': `<form id="Pagekin"><img name="currentScript"><input name="q"></form><img name="currentScript">${TAG}`,
  '/target/': `<div id="here"></div>${TAG.replace('data-limit', 'data-target="#here" data-limit')}`,
  '/bad-target/': TAG.replace('data-limit', 'data-target="##" data-limit'),
  '/written/': `<page-kin item="a" limit="2"></page-kin>${TAG}<page-kin item="b"></page-kin>`,
  '/written-after/': `${TAG}<page-kin item="b"></page-kin>`,
  '/written-after-target/': `<div id="here"></div>${TAG.replace('data-limit', 'data-target="#here" data-limit')}<page-kin item="b"></page-kin>`,
  '/asks/': `<page-kin></page-kin>${TAG.replace('data-limit', 'data-item="b" data-limit')}<page-kin item="a"></page-kin><page-kin item="b" mode="others"></page-kin>`,
  '/asks-the-same/': `${TAG.replace('data-limit', 'data-item="b" data-limit')}<page-kin item="b" mode="similar" limit="2"></page-kin>`,
  '/far/': `<div style="block-size: 3000px"></div>${TAG}`,
  '/links/': `<page-kin catalog="/c.json"><a href="/static">A static link</a></page-kin>${TAG}`,
  '/german/': `<div lang="de"><div style="block-size: 3000px"></div>${TAG.replace(' data-heading="Related"', '')}</div>`,
  '/async/': TAG.replace('src', `async ${LOADED} src`),
  '/at-once/': TAG.replace('src', `${LOADED} src`),
  '/module/': TAG.replace('src', 'type="module" src'),
  '/queue/':
    `<script>globalThis.calls = []; window.Pagekin = { q: [], ready(f) { this.q.push(f) } }
      Pagekin.ready((kin) => calls.push(kin.version)); Pagekin.ready(() => { throw new Error('of the page') }); Pagekin.ready((kin) => calls.push(typeof kin.createRecommender))</script>` +
    TAG,
}

let server: TestServer

test.beforeAll(async () => {
  const pages = Object.entries(PAGES).map(([path, body]) => [
    path,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><body><main>${body}</main></body></html>`,
  ])
  server = await startServer({
    files: {
      ...Object.fromEntries(pages),
      '/kin/embed.js': await readFile('dist/embed.js'),
      '/kin/client.js': await readFile('dist/client.js'),
      '/kin/recommender.js': await readFile('dist/recommender.js'),
      '/kin/extras.js': await readFile('dist/extras.js'),
      '/c.json': '[]',
    },
  })
})

test.afterAll(() => server.close())

/** Opens a page and gathers what it says; an exception of ours fails the test. */
async function open(page: Page, path: string): Promise<string[]> {
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  page.on('pageerror', (error) => warnings.push(`exception: ${error.message}`))
  await page.goto(server.url + path)
  return warnings
}

/** Paths asked for since the last visit to `page`. */
function fetchedSinceLast(page: string): string[] {
  const paths = server.requests.map(({ path }) => path)
  return paths.slice(paths.lastIndexOf(page))
}

test('one tag draws one shelf behind it, with the folder of the script as assets', async ({ page }) => {
  await open(page, '/')

  const shelf = page.locator('script + page-kin')
  await expect(shelf).toHaveAttribute('catalog', '/c.json')
  await expect(shelf).toHaveAttribute('limit', '3')
  await expect(shelf).toHaveAttribute('assets', `${server.url}/kin/`)
  await expect(shelf).toHaveAttribute('heading', 'Related')
})

for (const [path, kind, isDefined] of [
  ['/async/', 'an async tag draws in a task of its own', false],
  ['/at-once/', 'a tag that the page waits for draws at once', true],
] as const) {
  test(`${kind}, and its global is there when it has loaded`, async ({ page }) => {
    await open(page, path)

    await expect(page.locator('page-kin:state(error), page-kin:state(loading)')).toHaveCount(1)
    expect(await page.evaluate(() => (globalThis as unknown as { atOnce: unknown }).atOnce)).toEqual(['function', isDefined])
  })
}

test('a failure is one warning with code and hint, one event, and no words to the visitor', async ({ page }) => {
  await page.addInitScript(() => {
    document.addEventListener('kin-error', (event) => {
      Object.assign(globalThis, { failure: (event as CustomEvent<unknown>).detail })
    })
  })
  const warnings = await open(page, '/')

  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)
  await expect(page.getByRole('heading')).toHaveCount(0)
  expect(await page.evaluate(() => (globalThis as unknown as { failure: unknown }).failure)).toMatchObject({ code: 'worker-failed' })
  expect(warnings.filter((text) => text.includes('[pagekin worker-failed]'))).toHaveLength(1)
  expect(warnings.filter((text) => text.startsWith('exception'))).toEqual([])
})

test('a shelf that is far away fetches nothing until the visitor comes near', async ({ page }) => {
  await open(page, '/far/')
  await expect(page.locator('page-kin:state(loading)')).toHaveCount(1)
  await page.waitForTimeout(300)
  const before = server.requests.length
  expect(fetchedSinceLast('/far/')).not.toContain('/kin/client.js')

  await page.evaluate(() => scrollTo(0, 3000 - innerHeight - 300))
  await expect.poll(() => server.requests.slice(before).map(({ path }) => path)).toContain('/kin/worker.js')
})

test('without client.js links stay, one event and one warning name the address, and refresh tries again', async ({ page }) => {
  server.fault('/kin/client.js', { status: 404 })
  await page.addInitScript(() => {
    document.addEventListener('kin-error', (event) => {
      Object.assign(globalThis, { failure: (event as CustomEvent<unknown>).detail })
    })
  })
  const warnings = await open(page, '/links/')
  const shelf = page.locator('page-kin')

  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'A static link' })).toBeVisible()
  expect(await page.evaluate(() => (globalThis as unknown as { failure: unknown }).failure)).toMatchObject({
    code: 'worker-failed',
    hint: expect.stringContaining(`${server.url}/kin/client.js`),
  })
  expect(warnings).toEqual([expect.stringContaining('[pagekin worker-failed]')])

  server.fault('/kin/client.js')
  const before = server.requests.length
  await shelf.evaluate((element) => (element as unknown as { refresh(): void }).refresh())
  await expect.poll(() => server.requests.slice(before).map(({ path }) => path)).toContain('/kin/worker.js')
})

test('without recommender.js links stay, one warning names it, and refresh tries again', async ({ page }) => {
  server.fault('/kin/recommender.js', { status: 404 })
  const warnings = await open(page, '/links/')
  const shelf = page.locator('page-kin')

  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'A static link' })).toBeVisible()
  expect(warnings).toEqual([expect.stringMatching(/\[pagekin worker-failed\].*recommender\.js/s)])

  server.fault('/kin/recommender.js')
  const before = server.requests.length
  await shelf.evaluate((element) => (element as unknown as { refresh(): void }).refresh())
  await expect.poll(() => server.requests.slice(before).map(({ path }) => path)).toContain('/kin/worker.js')
})

test('a heading speaks the language of the page before the client is there, the rest after', async ({ page }) => {
  await open(page, '/german/')
  await expect(page.getByRole('heading', { name: 'Für Sie empfohlen' })).toHaveCount(1)
  const next = page.locator('page-kin [part~=nav-next]')
  await expect(next).toHaveAttribute('aria-label', 'Next')
  const header = page.locator('page-kin header')
  const height = await header.evaluate((element) => element.getBoundingClientRect().height)

  await page.evaluate(() => scrollTo(0, 3000))
  await expect(next).toHaveAttribute('aria-label', 'Weiter')
  expect(await header.evaluate((element) => element.getBoundingClientRect().height)).toBe(height)
})

test('an unknown option is one warning with the nearest name', async ({ page }) => {
  const warnings = await open(page, '/unknown/')

  await expect
    .poll(() => warnings.filter((text) => text.includes('data-catalogue')))
    .toEqual([expect.stringContaining('did you mean "data-catalog"')])
  await expect.poll(() => warnings.filter((text) => text.includes('data-colour'))).toHaveLength(1)
})

test('the same tag twice is one shelf and one global', async ({ page }) => {
  const warnings = await open(page, '/twice/')

  await expect(page.locator('page-kin')).toHaveCount(1)
  expect(warnings.filter((text) => text.includes('loaded twice'))).toHaveLength(1)
  expect(warnings.filter((text) => text.startsWith('exception'))).toEqual([])
})

test('elements named like ours do not lead the script astray', async ({ page }) => {
  await open(page, '/clobbered/')

  await expect(page.locator('script + page-kin')).toHaveAttribute('catalog', '/c.json')
  expect(await page.evaluate(() => typeof window.Pagekin?.createRecommender)).toBe('function')
})

test('the shelf goes where data-target says, and behind the tag where that is no place', async ({ page }) => {
  await open(page, '/target/')
  await expect(page.locator('#here > page-kin')).toHaveCount(1)

  const warnings = await open(page, '/bad-target/')
  await expect(page.locator('script + page-kin')).toHaveCount(1)
  expect(warnings.filter((text) => text.includes('data-target'))).toHaveLength(1)
})

test('shelves that the page wrote get the engine of the tag and keep what is theirs', async ({ page }) => {
  await open(page, '/written/')

  await expect(page.locator('page-kin')).toHaveCount(2)
  await expect(page.locator('page-kin[catalog="/c.json"]')).toHaveCount(2)
  await expect(page.locator('page-kin').first()).toHaveAttribute('limit', '2')
  await expect(page.locator('page-kin').last()).not.toHaveAttribute('limit')
})

test('a shelf that is added later gets the engine of the tag', async ({ page }) => {
  await open(page, '/written/')
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('page-kin'), { id: 'late', limit: 1 })))

  await expect(page.locator('#late')).toHaveAttribute('catalog', '/c.json')
  await expect(page.locator('#late')).toHaveAttribute('assets', /\/kin\/$/)
  await expect
    .poll(() => page.locator('#late').evaluate((shelf) => String(Reflect.get(shelf, 'status'))))
    .toMatch(/^(?:loading|ready|empty|error)$/)
})

test('rows that a page gives a later shelf come before the catalog of the tag', async ({ page }) => {
  await open(page, '/written/')
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('page-kin'), { id: 'late', items: [{ id: 'q', title: 'Mug' }], item: 'q' }))
  })

  // there is no worker here; a catalog beside the rows would be an error of usage
  await expect
    .poll(() => page.locator('#late').evaluate((shelf) => (shelf as Element & { error?: { code: string } }).error?.code))
    .toBe('worker-failed')
})

test('the shelf of a second tag takes nothing from the first', async ({ page }) => {
  await open(page, '/two-shops/')

  const [first, second] = [page.locator('page-kin').first(), page.locator('page-kin').last()]
  await expect(first).toHaveAttribute('pack', '/pack/')
  await expect(second).toHaveAttribute('catalog', '/d.json')
  await expect(second).not.toHaveAttribute('pack')
  await expect(second).not.toHaveAttribute('currency')
})

test('a shelf that the page wrote behind the tag takes the place of the tag’s own, unless that has a target', async ({ page }) => {
  await open(page, '/written-after/')
  await expect(page.locator('page-kin')).toHaveCount(1)
  await expect(page.locator('page-kin')).toHaveAttribute('item', 'b')
  await expect(page.locator('page-kin')).toHaveAttribute('catalog', '/c.json')

  await open(page, '/written-after-target/')
  await expect(page.locator('page-kin')).toHaveCount(2)
})

test('a tag that says what its shelf is about draws it beside those of the page, unless one of them shows the same', async ({ page }) => {
  await open(page, '/asks/')
  await expect(page.locator('page-kin')).toHaveCount(4)
  await expect(page.locator('script + page-kin')).toHaveAttribute('item', 'b')

  await open(page, '/asks-the-same/')
  await expect(page.locator('page-kin')).toHaveCount(1)
  await expect(page.locator('page-kin')).toHaveAttribute('limit', '2')
})

const PATCHES: Readonly<Record<string, () => void>> = {
  'has no IntersectionObserver': () => Reflect.deleteProperty(window, 'IntersectionObserver'),
  'has no ResizeObserver': () => Reflect.deleteProperty(window, 'ResizeObserver'),
  'has no AbortController': () => Reflect.deleteProperty(window, 'AbortController'),
  'has no URL.canParse and no Object.hasOwn': () => {
    Reflect.deleteProperty(URL, 'canParse')
    Reflect.deleteProperty(Object, 'hasOwn')
  },
  'has a console.warn that throws': () => {
    console.warn = () => {
      throw new Error('of the page')
    }
  },
  'has attachInternals that throws': () => {
    HTMLElement.prototype.attachInternals = () => {
      throw new Error('of the page')
    }
  },
  'has a JSON.stringify that throws': () => {
    JSON.stringify = () => {
      throw new Error('of the page')
    }
  },
}

for (const [name, patch] of Object.entries(PATCHES)) {
  test(`a page that ${name} keeps its links and sees no exception`, async ({ page }) => {
    await page.addInitScript(patch)
    const said = await open(page, '/links/')
    await page.waitForTimeout(1000)
    await expect(page.getByRole('link', { name: 'A static link' })).toBeVisible()
    expect(said.filter((text) => text.startsWith('exception'))).toEqual([])
    expect(said.length).toBeLessThanOrEqual(1)
  })
}

test('a module script finds its tag too', async ({ page }) => {
  await open(page, '/module/')

  await expect(page.locator('page-kin')).toHaveAttribute('catalog', '/c.json')
})

test('calls that came before the script are made, one that throws does not stop the next', async ({ page }) => {
  const warnings = await open(page, '/queue/')

  const calls = await page.evaluate(() => (globalThis as unknown as { calls: unknown[] }).calls)
  expect(calls).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/), 'function'])
  expect(warnings.filter((text) => text.includes('of the page'))).toHaveLength(1)
})

test('the page gets one new name of ours, and its built-ins stay as they are', async ({ page }) => {
  await page.addInitScript(() => {
    const prints = () =>
      [Object, Array, Promise, HTMLElement, Node, Element, Document, String].flatMap(({ prototype }) =>
        Object.getOwnPropertyNames(prototype).map((name) => `${prototype.constructor.name}.${name}`),
      )
    Object.assign(globalThis, { before: Object.getOwnPropertyNames(window), printsBefore: prints(), prints })
  })
  await open(page, '/')

  const added = await page.evaluate(() => {
    const { before, printsBefore, prints } = globalThis as unknown as { before: string[]; printsBefore: string[]; prints: () => string[] }
    const own = ['before', 'printsBefore', 'prints']
    return {
      names: Object.getOwnPropertyNames(window).filter((name) => !before.includes(name) && !own.includes(name)),
      builtIns: prints().filter((name) => !printsBefore.includes(name)),
    }
  })
  // lit keeps notes of its own
  expect(added.names.filter((name) => !/^(?:lit|reactive)[A-Z]/.test(name))).toEqual(['Pagekin'])
  expect(added.builtIns).toEqual([])
})
