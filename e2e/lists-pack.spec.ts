import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { siteFiles } from './fixtures/assets.js'
import type {} from './fixtures/client-page.js'
import { openSite, type Site, similar, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'
import { startServer } from './serve.js'

const DATA = '../shared/data/bestbuy-sample/ecommerce.json.gz'
const ALONE = { pack: '/pack/', catalog: undefined! }
const COUNT = 1500

interface Row {
  readonly id: string
  readonly name: string
  readonly brand: string
}
type Files = Record<string, Buffer>
let rows: readonly Row[]
let pack: Files
let site: Site

test.skip(!existsSync(DATA), `there is no data at ${DATA}`)
test.setTimeout(120_000)

/** A pack of a real catalog, as a site owner makes one. The command line keeps its vectors for the next run of this test. */
async function packOf(sold: readonly Row[]): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-lists-'))
  await writeFile(join(folder, 'items.json'), JSON.stringify(sold))
  const args = ['pack', '--catalog', join(folder, 'items.json'), '--out', join(folder, 'pack'), '--index', 'ivf']
  await promisify(execFile)(process.execPath, ['dist/cli.js', ...args, '--quiet'], { timeout: 500_000 })
  const names = await readdir(join(folder, 'pack'))
  const files = await Promise.all(names.map(async (name) => [`/pack/${name}`, await readFile(join(folder, 'pack', name))] as const))
  await rm(folder, { recursive: true })
  return Object.fromEntries(files)
}

test.beforeAll(async () => {
  test.setTimeout(600_000)
  const all = JSON.parse(gunzipSync(await readFile(DATA)).toString('utf8')) as Row[]
  rows = all.slice(0, COUNT).map((row, at) => ({ ...row, id: `p${at}` }))
  pack = await packOf(rows)
  site = await openSite([])
})
test.beforeEach(() => serve(pack))
test.afterAll(() => site?.server.close())

function serve(files: Files): void {
  for (const path of Object.keys(site.files)) if (path.startsWith('/pack/')) delete site.files[path]
  Object.assign(site.files, files)
  site.server.requests.length = 0
}
const asked = (part: string) => [
  ...new Set(site.server.requests.map(({ path }) => path).filter((path) => path.startsWith(`/pack/${part}`))),
]
const titlesOf = (page: Page, text: string, options = {}) =>
  page.evaluate(async ([query, given]) => (await window.recommender.search(query, given)).map(({ item }) => item.title), [
    text,
    options,
  ] as const)

/** Opens a page that has an encoder. */
async function withMeaning(context: BrowserContext): Promise<Page> {
  const page = await visit(context, site, ALONE)
  await titlesOf(page, 'phone')
  await stateWith(page, { level: 'encoder' })
  return page
}

test.describe('a pack in lists', { tag: '@long' }, () => {
  test('answers with items like one from a part of the files, and keeps them for a visit without a network, which says so', async ({
    context,
  }) => {
    const page = await visit(context, site, ALONE)
    await stateWith(page, { phase: 'ready', level: 'neighbours', catalogSource: 'pack', lists: { items: COUNT, read: 0, failed: 0 } })
    const shelf = await similar(page, 'p7')
    expect(shelf).toHaveLength(8)
    expect(new Set(asked(''))).toEqual(new Set([...asked('manifest'), ...asked('neighbours.')]))
    const state = await stateOf(page)
    // more than is stored
    await similar(page, 'p7', 12)
    await stateWith(page, { level: 'vectors' })
    expect((await stateOf(page)).items).toMatchObject({ embeddedThisVisit: 0 })
    expect((await stateOf(page)).items.total).toBeLessThan(COUNT)
    expect((await stateOf(page)).bytes.pack).toBeGreaterThan(state.bytes.pack)
    expect(asked('cards').length).toBeLessThan(Object.keys(pack).filter((path) => path.startsWith('/pack/cards')).length)
    await page.waitForFunction(async () => (await (await caches.open('pagekin-pack-v1')).keys()).length > 5)
    await page.close()

    for (const path of Object.keys(pack)) site.server.fault(path, { status: 503 })
    const next = await visit(context, site, ALONE)
    expect((await similar(next, 'p7')).map(({ id }) => id)).toEqual(shelf.map(({ id }) => id))
    const { error } = await stateWith(next, { error: { code: 'pack-invalid' } })
    expect(error!.message).toMatch(/(manifest|neighbours\..*)\.json: the server answered 503/)
    // nobody asked about these before
    await next.evaluate(async () => {
      for (const id of ['p900', 'p901', 'p1100', 'p1400']) await window.recommender.similar(id, { limit: 12 }).catch(() => undefined)
    })
    await stateWith(next, { error: { code: 'pack-invalid' } })
    for (const path of Object.keys(pack)) site.server.fault(path, undefined)
    expect(uncaughtErrors(next)).toEqual([])
  })

  test('draws the first shelf from the manifest and one file, where neither workers nor WebAssembly are allowed', async ({ page }) => {
    const server = await startServer({
      files: {
        ...(await siteFiles()),
        ...pack,
        '/': '<!doctype html><title>Shop</title><page-kin pack="/pack/" assets="/kin/" item="p7"></page-kin><script async src="/kin/embed.js"></script>',
      },
      headers: { 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; worker-src 'none'" },
    })
    await page.goto(server.url)
    await expect(page.locator('page-kin')).toHaveJSProperty('level', 'neighbours')
    await expect(page.locator('page-kin [part~=item]')).toHaveCount(8)
    const ofPack = server.requests.filter(({ path }) => path.startsWith('/pack/'))
    expect(ofPack.map(({ path }) => path.replace(/[0-9a-f]{4}/, ''))).toEqual(['/pack/manifest.json', '/pack/neighbours..json'])
    expect(ofPack.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(80_000)
    await server.close()
  })

  test('finds an exact name, what a text means, and only what a filter allows', async ({ context }) => {
    const page = await withMeaning(context)
    for (const at of [3, 555, 1499]) expect((await titlesOf(page, rows[at]!.name))[0]).toBe(rows[at]!.name)
    const found = await titlesOf(page, 'something that keeps my handset from breaking when I drop it')
    expect(found.filter((title) => /case|cover|protector|armor|shell|grip/i.test(title)).length).toBeGreaterThanOrEqual(4)

    const ofBrand = await page.evaluate(async () => {
      const answer = await window.recommender.search('case', { where: { brand: 'OtterBox' } })
      return { brands: answer.map(({ item }) => item.brand?.toLowerCase()), partial: answer.partial }
    })
    expect(ofBrand.brands.length).toBeGreaterThan(0)
    expect(new Set(ofBrand.brands)).toEqual(new Set(['otterbox']))
    expect(ofBrand.partial).toBe(true)
    expect(site.embedded()).toEqual([])
  })

  test('goes on without a list that is gone and cards that are damaged, and says so', async ({ context, browser }) => {
    const page = await visit(context, site, { ...ALONE, storage: 'memory' })
    await similar(page, 'p7', 12)
    const [list, cards] = [asked('lists').at(-1)!, asked('cards').at(-1)!]
    await page.close()
    delete site.files[list]
    site.files[cards] = Buffer.from('{"items":[')

    // with an HTTP cache of its own
    const other = await visit(await browser.newContext(), site, { ...ALONE, storage: 'memory' })
    await titlesOf(other, 'case')
    await other.evaluate(async () => void (await window.recommender.similar('p7', { limit: 12 }).catch(() => undefined)))
    const state = await stateWith(other, { error: { code: 'pack-invalid' } })
    expect(state.error!.message).toMatch(/lists-|cards-/)
    expect((await titlesOf(other, 'case')).length).toBe(8)
  })

  test('shows the new price of a pack that was made again', async ({ context }) => {
    const before = await visit(context, site, ALONE)
    await similar(before, 'p7')
    await before.close()
    serve(await packOf(rows.map((row) => ({ ...row, price: 4321 }))))

    const page = await visit(context, site, ALONE)
    const prices = await page.evaluate(async () => (await window.recommender.similar('p7')).map(({ item }) => item.price?.value))
    expect(new Set(prices)).toEqual(new Set([4321]))
  })

  test('fetches no more than `maxBytesPerVisit` allows, and answers with what it has', async ({ context }) => {
    const page = await visit(context, site, { ...ALONE, storage: 'memory', maxBytesPerVisit: 100_000 })
    await titlesOf(page, 'case')
    await titlesOf(page, 'charger')
    const state = await stateWith(page, { lists: { spent: true } })
    expect(state.error).toBeUndefined()
    const ofPack = site.server.requests.filter(({ path }) => path.startsWith('/pack/') && path !== '/pack/manifest.json')
    const bytes = ofPack.map((request) => request.bytes)
    expect(bytes.reduce((sum, own) => sum + own, 0) - Math.max(...bytes)).toBeLessThan(100_000)
    const count = site.server.requests.length
    await titlesOf(page, 'headset')
    expect(site.server.requests.slice(count).filter(({ path }) => path.startsWith('/pack/'))).toEqual([])
  })
})
