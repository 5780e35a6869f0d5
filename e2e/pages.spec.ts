import { type BrowserContext, expect, type Frame, type Page, test } from '@playwright/test'
import { siteFiles } from './fixtures/assets.js'
import { shopRows } from './fixtures/shop.js'
import { startServer, type TestServer } from './serve.js'

/** Pages that a script tag may be pasted into, with the real client and its workers. */
const rows = shopRows(24).map((row) => ({ ...row, url: `/p/${row.id}`, currency: 'EUR' }))
const SHELF = `<page-kin id="shelf" catalog="/catalog.json" device="off" item="${rows[0]!.id}" limit="4"><a href="/static">A static link</a></page-kin>`
const TAG = '<script src="/kin/embed.js"></script>'
const html = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><body>${body}</body></html>`

let server: TestServer
const headers: Record<string, Readonly<Record<string, string>>> = {}

test.beforeAll(async () => {
  const files = await siteFiles()
  Object.assign(files, { '/': html(SHELF + TAG), '/catalog.json': JSON.stringify(rows), '/empty/': html('') })
  server = await startServer({ files, headers: (path) => headers[path] ?? headers['*'] ?? {} })
  files['/xhtml/'] =
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>shop</title></head><body>${SHELF}${TAG}</body></html>`
  headers['/xhtml/'] = { 'content-type': 'application/xhtml+xml' }
  files['/taken/'] = html(`<script>customElements.define('page-kin', class extends HTMLElement {})</script>${SHELF}${TAG}`)
  files['/class-taken/'] = html(
    `<script>customElements.define('x-kin', class extends HTMLElement {})</script><x-kin></x-kin>${SHELF}${TAG}`,
  )
  files['/srcdoc/'] = html(`<iframe srcdoc='${html(SHELF + TAG).replaceAll("'", '&apos;')}'></iframe>`)
  files['/sandbox/'] = html('<iframe sandbox="allow-scripts allow-same-origin" src="/"></iframe>')
  files['/opaque/'] = html('<iframe sandbox="allow-scripts" src="/"></iframe>')
})
test.beforeEach(() => {
  delete headers['*']
})
test.afterAll(() => server.close())

/** What a page says of us, to its console and to its monitoring. */
function listen(page: Page): { readonly errors: string[]; readonly warnings: string[] } {
  const said = { errors: [] as string[], warnings: [] as string[] }
  page.on('pageerror', (error) => said.errors.push(String(error)))
  page.on('console', (message) => message.text().includes('[pagekin') && said.warnings.push(message.text()))
  return said
}

const cards = (place: Page | Frame) => place.locator('page-kin').getByRole('listitem')
const link = (place: Page | Frame) => place.getByRole('link', { name: 'A static link' })

/** The shelf has come, and nothing was said. */
async function expectShelf(place: Page | Frame, { errors, warnings }: ReturnType<typeof listen>): Promise<void> {
  await expect(cards(place)).toHaveCount(4)
  await expect(link(place)).toBeHidden()
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
}

/** The links stay, one message says why, and nobody sees an exception. */
async function expectLinks(place: Page | Frame, { errors, warnings }: ReturnType<typeof listen>): Promise<void> {
  await expect.poll(() => warnings.length).toBe(1)
  await place.waitForTimeout(300)
  await expect(link(place)).toBeVisible()
  expect({ errors, warnings: warnings.length }).toEqual({ errors: [], warnings: 1 })
}

const POLICIES: readonly (readonly [name: string, headers: Readonly<Record<string, string>>, outcome: 'shelf' | 'links'])[] = [
  ['scripts and workers of its own alone', { 'content-security-policy': "default-src 'self'; img-src data:" }, 'shelf'],
  ['no styles but files', { 'content-security-policy': "style-src 'self'" }, 'shelf'],
  ['no connections', { 'content-security-policy': "connect-src 'none'" }, 'links'],
  ['no workers', { 'content-security-policy': "worker-src 'none'" }, 'links'],
  // Lit makes a policy of its own, and is not to be had without
  ['no Trusted Types policy, not enforced', { 'content-security-policy': "trusted-types 'none'" }, 'links'],
  [
    'Trusted Types enforced, with the two policies named',
    { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types pagekin lit-html" },
    'shelf',
  ],
  [
    'Trusted Types enforced, and no policy at all',
    { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types 'none'" },
    'links',
  ],
  ['cross-origin isolation', { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }, 'shelf'],
  ['a sandbox of the page itself', { 'content-security-policy': 'sandbox allow-scripts allow-same-origin' }, 'shelf'],
]
for (const [name, sent, outcome] of POLICIES) {
  test(`under a policy of ${name} there is ${outcome === 'shelf' ? 'a shelf' : 'one message beside the links'}`, async ({ page }) => {
    headers['*'] = sent
    const said = listen(page)
    await page.goto(server.url)
    await (outcome === 'shelf' ? expectShelf : expectLinks)(page, said)
  })
}

test('a page of XHTML keeps its links, with one message', async ({ page }) => {
  const said = listen(page)
  await page.goto(`${server.url}/xhtml/`)
  await expectLinks(page, said)
})

test.describe('frames', () => {
  for (const path of ['/srcdoc/', '/sandbox/']) {
    test(`${path} has a shelf`, async ({ page }) => {
      const said = listen(page)
      await page.goto(server.url + path)
      await expectShelf(page.frames()[1]!, said)
    })
  }

  test('a sandboxed frame without an origin keeps its links, with one message', async ({ page }) => {
    const said = listen(page)
    await page.goto(`${server.url}/opaque/`)
    await expectLinks(page.frames()[1]!, said)
  })

  test('a shelf that moves into a frame, and back, is drawn again and leaves one worker', async ({ page }) => {
    const said = listen(page)
    await page.goto(server.url)
    await expectShelf(page, said)
    await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      frame.contentDocument!.body.append(document.querySelector('page-kin')!)
    })
    await expect(cards(page.frames()[1]!)).toHaveCount(4)
    await page.evaluate(() => document.body.prepend(document.querySelector('iframe')!.contentDocument!.querySelector('page-kin')!))
    await expectShelf(page, said)
    await expect.poll(() => page.workers().length).toBe(1)
  })
})

test('a page that has another element of our name keeps it, with one message', async ({ page }) => {
  const said = listen(page)
  await page.goto(`${server.url}/taken/`)
  await expectLinks(page, said)
})

const PATCHES: Readonly<Record<string, readonly [patch: () => void, outcome: 'shelf' | 'links']>> = {
  'Array.prototype.map throws': [
    () => {
      Array.prototype.map = () => {
        throw new Error('of the page')
      }
    },
    'links',
  ],
  'Object.prototype has what Web APIs read': [
    () => {
      const requests = ['signal', 'mode', 'method', 'body', 'headers', 'cache', 'redirect', 'referrer', 'integrity', 'duplex', 'priority']
      const others = ['once', 'passive', 'capture', 'transfer', 'name', 'detail', 'bubbles', 'behavior', 'box', 'durability', 'unique']
      for (const name of [...requests, ...others, 'delegatesFocus', 'ifAvailable', 'steal', 'fatal', 'scriptURL']) {
        Object.defineProperty(Object.prototype, name, { value: 'of the page', writable: true, configurable: true })
      }
    },
    'shelf',
  ],
  'states of an element need dashes, as in Chrome 116 to 124,': [
    () => {
      const { add } = CustomStateSet.prototype
      CustomStateSet.prototype.add = function (state: string) {
        if (!state.startsWith('--')) throw new DOMException(`'${state}' must start with '--'`, 'SyntaxError')
        return add.call(this, state)
      }
    },
    'shelf',
  ],
  'workers post null': [
    () => {
      const { Worker } = window
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          for (const data of [null, 'text', 7, { m: 'onState' }, {}])
            setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })))
        }
      }
    },
    'shelf',
  ],
  'storage of every kind throws': [
    () => {
      for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError')
          },
        })
      }
    },
    'shelf',
  ],
}
for (const [name, [patch, outcome]] of Object.entries(PATCHES)) {
  test(`where ${name} there is ${outcome === 'shelf' ? 'a shelf' : 'one message beside the links'}`, async ({ page }) => {
    await page.addInitScript(patch)
    const said = listen(page)
    await page.goto(server.url)
    await (outcome === 'shelf' ? expectShelf : expectLinks)(page, said)
  })
}

test('a thousand shelves that come and go at once leave one worker, and those that stay are drawn', { tag: '@long' }, async ({ page }) => {
  const said = listen(page)
  await page.goto(server.url)
  await page.evaluate(() => {
    const first = document.querySelector('page-kin')!
    for (let i = 0; i < 1000; i++) {
      const shelf = first.cloneNode(true)
      document.body.append(shelf)
      if (i % 2 === 0) document.body.prepend(shelf)
      if (i > 1) document.body.removeChild(shelf)
    }
  })
  await expect(cards(page)).toHaveCount(12)
  expect(page.workers()).toHaveLength(1)
  await page.evaluate(() => document.body.replaceChildren())
  await expect.poll(() => page.workers().length).toBe(0)
  expect(said).toEqual({ errors: [], warnings: [] })
})

/** Freezes the page as a browser does with a tab that was not looked at for long. */
async function freeze(context: BrowserContext, page: Page): Promise<(state: 'active' | 'frozen') => Promise<void>> {
  const session = await context.newCDPSession(page)
  return async (state) => void (await session.send('Page.setWebLifecycleState', { state }))
}

test('a tab that is frozen while its shelf loads goes on when it is thawed, and the engine was not taken for dead', {
  tag: '@long',
}, async ({ context, page }) => {
  const said = listen(page)
  server.fault('/catalog.json', { held: true })
  await page.goto(server.url)
  await expect.poll(() => page.workers().length).toBe(1)
  const set = await freeze(context, page)
  await set('frozen')
  server.fault('/catalog.json')
  await new Promise((resolve) => setTimeout(resolve, 3000))
  await set('active')
  await expectShelf(page, said)
  expect(server.requests.filter(({ path }) => path === '/kin/worker.js').length).toBeGreaterThan(0)
})
