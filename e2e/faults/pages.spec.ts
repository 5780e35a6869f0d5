import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { siteFiles } from '../fixtures/assets.js'
import { shopRows } from '../fixtures/shop.js'
import { startServer, type TestServer } from '../serve.js'

const rows = shopRows(24).map((row) => ({ ...row, url: `/p/${row.id}`, currency: 'EUR' }))
const SHELF = `<page-kin catalog="/catalog.json" device="off" item="${rows[0]!.id}" limit="4"><a href="/static">A static link</a></page-kin>`
const TAG = '<script src="/kin/embed.js"></script>'
const html = (body: string, head = '') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,">${head}<body>${body}</body></html>`

let server: TestServer
const headers: Record<string, Readonly<Record<string, string>>> = {}

test.beforeAll(async () => {
  const files = await siteFiles()
  server = await startServer({ files, headers: (path) => headers[path] ?? {} })
  const tag = `<script nonce="x" src="/kin/embed.js"></script>`
  Object.assign(files, {
    '/': html(SHELF + TAG),
    '/catalog.json': JSON.stringify(rows),
    '/nonce/': html(SHELF + tag),
    '/base/': html(
      SHELF.replace('/catalog.json', `${server.url}/catalog.json`) + TAG.replace('src="', `src="${server.url}`),
      '<base href="https://elsewhere.invalid/">',
    ),
    '/hash/': html(SHELF + TAG.replace(' src', ' integrity="sha384-AAAA" src')),
    '/two/': html(`${SHELF}<script src="/old/embed.js"></script>${TAG}`),
  })
  const version = JSON.parse(await readFile('package.json', 'utf8')).version
  for (const name of ['embed.js', 'client.js', 'recommender.js', 'worker.js'])
    files[`/old/${name}`] = String(files[`/kin/${name}`]).replaceAll(`"${version}"`, '"0.0.9"').replaceAll(`\`${version}\``, '`0.0.9`')
  headers['/nonce/'] = { 'content-security-policy': "script-src 'nonce-x' 'strict-dynamic'; object-src 'none'; base-uri 'none'" }
})
test.afterAll(() => server.close())

/** Opens a page, and gathers exceptions and what we say. */
async function open(page: Page, path: string) {
  const said = { errors: [] as string[], warnings: [] as string[] }
  page.on('pageerror', (error) => said.errors.push(String(error)))
  page.on('console', (message) => message.text().includes('[pagekin') && said.warnings.push(message.text()))
  await page.goto(server.url + path)
  return said
}

const cards = (page: Page) => page.locator('page-kin').getByRole('listitem')
const link = (page: Page) => page.getByRole('link', { name: 'A static link' })

for (const [name, patch] of Object.entries({
  'is missing': () => Reflect.deleteProperty(window, 'Worker'),
  throws: () => {
    window.Worker = new Proxy(Worker, {
      construct() {
        throw new Error('of the page')
      },
    })
  },
})) {
  test(`42: where Worker ${name} the links stay, with one message`, async ({ page }) => {
    await page.addInitScript(patch)
    const said = await open(page, '/')
    await expect.poll(() => said.warnings.length).toBe(1)
    await expect(link(page)).toBeVisible()
    expect(said).toEqual({ errors: [], warnings: [expect.stringContaining('[pagekin ')] })
  })
}

for (const [name, patch] of Object.entries({
  'lists write themselves as JSON': () => {
    Object.assign(Array.prototype, {
      toJSON(this: unknown[]) {
        return `[${this.map((value) => JSON.stringify(value)).join()}]`
      },
    })
  },
  'Promise is another class': () => {
    window.Promise = class extends Promise<unknown> {} as PromiseConstructor
  },
  'functions are bound and listeners wrapped': () => {
    const { addEventListener } = EventTarget.prototype
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const wrapped = typeof listener === 'function' ? (event: Event) => listener.call(this, event) : listener
      addEventListener.call(this, type, wrapped, options)
    }
    const { fetch } = window
    window.fetch = async (...request) => (await fetch(...request)).clone()
  },
})) {
  test(`92: where ${name} there is a shelf`, async ({ page }) => {
    await page.addInitScript(patch)
    const said = await open(page, '/')
    await expect(cards(page)).toHaveCount(4)
    expect(said).toEqual({ errors: [], warnings: [] })
  })
}

test('93: a page that defines process, module and define gets a shelf and no module', async ({ page }) => {
  await page.addInitScript(() => {
    const define = Object.assign(() => void defined.push('define'), { amd: {} })
    const defined: string[] = []
    Object.assign(window, { defined, define, exports: {}, module: { exports: {} }, process: { versions: { node: '20.0.0' }, env: {} } })
  })
  const said = await open(page, '/')
  await expect(cards(page)).toHaveCount(4)
  expect(said).toEqual({ errors: [], warnings: [] })
  const left = () => {
    const page = window as unknown as { defined: string[]; exports: object; module: { exports: object } }
    return [page.defined, Object.keys(page.exports), Object.keys(page.module.exports)]
  }
  expect(await page.evaluate(left)).toEqual([[], [], []])
})

test('94: a shelf that is sent false events, huge attributes, and emptied, draws what it is then asked', async ({ page }) => {
  const said = await open(page, '/')
  await expect(cards(page)).toHaveCount(4)
  await page.evaluate((id) => {
    const shelf = document.querySelector('page-kin')!
    for (const name of ['kin-select', 'kin-ready', 'kin-error', 'kin-dismiss', 'slotchange', 'error', 'click', 'keydown']) {
      shelf.dispatchEvent(new Event(name, { bubbles: true, composed: true, cancelable: true }))
      for (const part of shelf.shadowRoot!.querySelectorAll('*')) part.dispatchEvent(new CustomEvent(name, { detail: null, bubbles: true }))
    }
    shelf.innerHTML = ''
    shelf.shadowRoot!.innerHTML = ''
    for (const name of shelf.getAttributeNames()) shelf.setAttribute(name, 'x'.repeat(1_000_000))
    shelf.toggleAttribute('hidden')
    shelf.remove()
    const next = document.createElement('page-kin')
    for (const [name, value] of Object.entries({ catalog: '/catalog.json', device: 'off', item: id, limit: '3' }))
      next.setAttribute(name, value)
    document.body.append(next)
  }, rows[1]!.id)
  await expect(cards(page)).toHaveCount(3)
  expect(said.errors).toEqual([])
})

test('102: a tag with the nonce of the page has a shelf where scripts need one', async ({ page }) => {
  const said = await open(page, '/nonce/')
  await expect(cards(page)).toHaveCount(4)
  expect(said).toEqual({ errors: [], warnings: [] })
})

test('104: a foreign base address of the page does not lead to our files', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).host))
  const said = await open(page, '/base/')
  await expect(cards(page)).toHaveCount(4)
  expect(said).toEqual({ errors: [], warnings: [] })
  expect(new Set(asked)).toEqual(new Set([new URL(server.url).host]))
})

test('105: a script that has another hash than its tag says does not run, and the links stay', async ({ page }) => {
  const said = await open(page, '/hash/')
  await expect(link(page)).toBeVisible()
  expect(await page.evaluate(() => ['Pagekin' in window, customElements.get('page-kin')])).toEqual([false, undefined])
  expect(said).toEqual({ errors: [], warnings: [] })
})

test('130: of two versions on one page the first draws, and the other says that it leaves it to that', async ({ page }) => {
  const said = await open(page, '/two/')
  await expect(cards(page)).toHaveCount(4)
  expect(said.errors).toEqual([])
  expect(said.warnings).toEqual([expect.stringContaining('version 0.0.9 is on this page already'), expect.stringContaining('loaded twice')])
  expect(await page.evaluate(() => window.Pagekin?.version)).toBe('0.0.9')
})

test('88: no setting becomes a rule of style', async ({ page }) => {
  const said = await open(page, '/')
  await expect(cards(page)).toHaveCount(4)
  const rules = () =>
    page.evaluate(() => {
      const { shadowRoot } = document.querySelector('page-kin')!
      const sheets = [...shadowRoot!.adoptedStyleSheets, ...document.adoptedStyleSheets, ...document.styleSheets]
      return [sheets.flatMap((sheet) => [...sheet.cssRules]).length, shadowRoot!.querySelectorAll('style, [style]').length]
    })
  const before = await rules()
  await page.evaluate(() => {
    const shelf = document.querySelector('page-kin')!
    for (const name of ['heading', 'lang', 'layout', 'group', 'limit', 'theme', 'class', 'columns', 'currency'])
      shelf.setAttribute(name, '}</style><style>* { display: none !important } a { color: red')
  })
  await expect(page.getByRole('heading', { name: '</style>' })).toBeVisible()
  expect(await rules()).toEqual(before)
  expect(said.errors).toEqual([])
})

test('89: an image that never comes, and one that is huge, take the room that was kept for them', async ({ page }) => {
  const pictures = rows.map((row, n) => ({ ...row, image: n % 2 ? '/never.png' : '/huge.svg' }))
  server.fault('/catalog.json', { body: JSON.stringify(pictures) })
  server.fault('/never.png', { delayMs: Number.POSITIVE_INFINITY })
  server.fault('/huge.svg', {
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000" onload="parent.pwned = 1"><script>pwned = 1</script></svg>',
    headers: { 'content-type': 'image/svg+xml' },
  })
  const said = await open(page, '/')
  await expect(cards(page)).toHaveCount(4)
  const heights = () => cards(page).evaluateAll((shown) => shown.map((card) => Math.round(card.getBoundingClientRect().height)))
  const early = await heights()
  await expect
    .poll(() => page.locator('page-kin img').evaluateAll((shown) => shown.some((one) => (one as HTMLImageElement).complete)))
    .toBe(true)
  expect(await heights()).toEqual(early)
  expect(Math.max(...early)).toBeLessThan(1000)
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  expect(said).toEqual({ errors: [], warnings: [] })
  server.fault('/catalog.json')
})
