import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import type {} from './fixtures/client-page.js'
import { shopRows } from './fixtures/shop.js'
import { openSite, type Site, search, similar, startError, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'
import { startServer } from './serve.js'

test.setTimeout(120_000)

const COUNT = 24
const rows = shopRows(COUNT).map((row) => ({ ...row, url: `/p/${row.id}` }))
const ITEM = rows[0]!.id
const MANIFEST = '/pack/manifest.json'
let pack: Record<string, Buffer>
let site: Site

/** A pack as a site owner makes one: by the built command line, in Node. */
async function makePack(flags: readonly string[] = [], { log = '', searches = '' } = {}): Promise<typeof pack> {
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-pack-'))
  await writeFile(join(folder, 'items.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
  await writeFile(join(folder, 'log.csv'), log)
  await writeFile(join(folder, 'searches.csv'), searches)
  const args = ['pack', '--catalog', join(folder, 'items.jsonl'), '--out', join(folder, 'pack'), '--no-cache', '--quiet', ...flags]
  const logs = [
    ...(log ? ['--interactions', join(folder, 'log.csv')] : []),
    ...(searches ? ['--searches', join(folder, 'searches.csv')] : []),
  ]
  await promisify(execFile)(process.execPath, ['dist/cli.js', ...args, ...logs], { timeout: 110_000 })
  const names = await readdir(join(folder, 'pack'))
  const files = await Promise.all(names.map(async (name) => [`/pack/${name}`, await readFile(join(folder, 'pack', name))] as const))
  await rm(folder, { recursive: true })
  return Object.fromEntries(files)
}

test.beforeAll(async () => {
  test.setTimeout(150_000)
  expect(existsSync('dist/cli.js'), 'run `npm run build` first').toBe(true)
  pack = await makePack()
  site = await openSite(rows)
})
test.beforeEach(() => {
  for (const path of Object.keys(site.files)) if (path.startsWith('/pack/')) delete site.files[path]
  Object.assign(site.files, pack)
  site.sell(rows)
  site.server.requests.length = 0
})
test.afterAll(() => site?.server.close())

const asked = () => site.server.requests.map(({ path }) => path)
const ofEncoder = () => asked().filter((path) => /models|runtime|encoder-worker/.test(path))
const fileOf = (part: string) => Object.keys(pack).find((path) => path.startsWith(`/pack/${part}-`))!

test.describe('the engine', () => {
  test('has every vector of a pack made in Node, embeds nothing and loads no encoder; a search does, and is at one with it', async ({
    context,
  }) => {
    const page = await visit(context, site, { pack: '/pack/' })
    const state = await stateWith(page, {
      phase: 'ready',
      level: 'vectors',
      items: { total: COUNT, embedded: COUNT, embeddedThisVisit: 0 },
    })
    expect(state.bytes.pack).toBeGreaterThan(COUNT * 404)
    expect(state.error).toBeUndefined()
    expect(await similar(page, ITEM)).toHaveLength(8)
    expect(ofEncoder()).toEqual([])

    await search(page, 'camping')
    await stateWith(page, { level: 'encoder', mixedPrecision: false, items: { embedded: COUNT, embeddedThisVisit: 0 } })
    expect((await search(page, 'camping'))[0]?.kinds).toContain('meaning')
    expect(site.embedded()).toEqual([])
    expect(uncaughtErrors(page)).toEqual([])
  })

  test('answers from a pack as from vectors of its own', async ({ context, browser }) => {
    const page = await visit(context, site, { pack: '/pack/' })
    await stateWith(page, { phase: 'ready', level: 'vectors' })
    const other = await visit(await browser.newContext(), site)
    await stateWith(other, { phase: 'ready', items: { embedded: COUNT } }, 100_000)
    expect(await similar(page, ITEM)).toEqual(await similar(other, ITEM))
  })

  test('takes items and vectors from the pack alone, and has both offline at the next visit', async ({ context }) => {
    const alone = { pack: '/pack/', catalog: undefined! }
    const page = await visit(context, site, alone)
    await stateWith(page, { phase: 'ready', level: 'vectors', catalogSource: 'pack', items: { total: COUNT, embedded: COUNT } })
    const shelf = await similar(page, ITEM)
    expect(asked()).not.toContain('/catalog.json')
    await page.waitForTimeout(300)
    await page.close()

    for (const path of Object.keys(pack)) site.server.fault(path, { status: 503 })
    const next = await visit(context, site, alone)
    expect(await stateOf(next)).toMatchObject({ level: 'vectors', items: { embedded: COUNT, embeddedThisVisit: 0 } })
    await stateWith(next, { catalogSource: 'stored', error: { code: 'pack-invalid' } })
    expect(await similar(next, ITEM)).toEqual(shelf)
    for (const path of Object.keys(pack)) site.server.fault(path, undefined)
  })

  for (const index of ['flat', 'ivf']) {
    test(`has what many visitors did offline at the next visit, of a pack that is ${index}`, async ({ context }) => {
      const met = ['anna', 'ben', 'cleo'].flatMap((user) => [0, 9, 17].map((at, day) => `${user},${rows[at]!.id},view,2024-05-0${day + 1}`))
      const files = await makePack(['--index', index], { log: ['user,item,type,time', ...met].join('\n') })
      for (const path of Object.keys(pack)) delete site.files[path]
      Object.assign(site.files, files)
      const answers = async (page: Page) => {
        await page.evaluate((id) => window.recommender.record({ type: 'view', id }), ITEM)
        const told = () =>
          page.evaluate(async (id) => {
            const lists = await Promise.all([
              window.recommender.forYou({ limit: 3 }),
              window.recommender.list('others', { items: [id], limit: 3 }),
              window.recommender.list('popular', { limit: 3 }),
            ])
            return lists.map((found) =>
              found.map(({ item, score, reasons }) => ({ id: item.id, score, kinds: reasons.map(({ kind }) => kind) })),
            )
          }, ITEM)
        await expect.poll(async () => (await told())[0]!.flatMap(({ kinds }) => kinds)).toContain('interactions')
        return told()
      }
      const alone = { pack: '/pack/', catalog: undefined!, history: 'off' } as const
      const page = await visit(context, site, alone)
      const online = await answers(page)
      expect(online[1]!.map(({ id }) => id).sort()).toEqual([rows[9]!.id, rows[17]!.id].sort())
      expect(online[2]!.length).toBeGreaterThan(0)
      await page.waitForTimeout(300)
      await page.close()

      for (const path of Object.keys(files)) site.server.fault(path, { status: 503 })
      const next = await visit(context, site, alone)
      expect(await answers(next)).toEqual(online)
      for (const path of Object.keys(files)) site.server.fault(path, undefined)
    })
  }

  test.describe('with what searches led to', () => {
    const KINDS = ['zenko', 'brulto', 'kavvi', 'mordip', 'quend', 'trosca', 'lubrin', 'fyxal']
    const USES = ['small', 'red', 'cheap', 'new', 'light', 'strong']
    /** Each made-up word leads to three items that have nothing in common. */
    const ledTo = (kind: number) => [kind, kind + 8, kind + 16].map((at) => rows[at]!.id)
    const searches = KINDS.flatMap((name, kind) => USES.flatMap((use) => ledTo(kind).map((id) => `${use} ${name},${id}`)))
    let searched: typeof pack
    test.beforeAll(async () => {
      searched = await makePack([], { searches: ['query,item', ...searches].join('\n') })
      expect(Object.keys(searched).some((path) => path.startsWith('/pack/searches-'))).toBe(true)
    })
    const publish = (files: typeof pack) => {
      for (const path of Object.keys(site.files)) if (path.startsWith('/pack/')) delete site.files[path]
      Object.assign(site.files, files)
    }
    const found = async (page: Page) => {
      await stateWith(page, { phase: 'ready' })
      return Promise.all(
        [0, 3, 7].map(async (kind) =>
          (await search(page, KINDS[kind]!))
            .slice(0, 3)
            .map(({ id }) => id)
            .sort(),
        ),
      )
    }
    const EXPECTED = [0, 3, 7].map((kind) => ledTo(kind).sort())

    for (const [name, options] of [
      ['a catalog at an address', {}],
      ['items of the page', { items: rows }],
    ] as const) {
      test(`finds it among ${name}, offline too, until the pack has it no more`, async ({ context }) => {
        const visitWith = (files: typeof pack) => {
          publish(files)
          return visit(context, site, { ...options, pack: '/pack/' })
        }
        const page = await visitWith(searched)
        expect(await found(page)).toEqual(EXPECTED)
        expect(await stateOf(page)).toMatchObject({ items: { embedded: COUNT, embeddedThisVisit: 0 } })
        await page.waitForTimeout(300)
        await page.close()

        const away = [...Object.keys(searched), '/catalog.json']
        for (const path of away) site.server.fault(path, { status: 503 })
        const offline = await visitWith(searched)
        expect(await found(offline)).toEqual(EXPECTED)
        await offline.close()
        for (const path of away) site.server.fault(path, undefined)

        const without = await visitWith(pack)
        await expect.poll(() => found(without)).not.toEqual(EXPECTED)
        await without.close()
        const again = await visitWith(searched)
        await expect.poll(() => found(again)).toEqual(EXPECTED)
        expect(uncaughtErrors(again)).toEqual([])
      })
    }
  })

  test('goes by the catalog: a new price, an item that is gone, a new one that is embedded here', async ({ context }) => {
    const [first, second, ...others] = rows
    site.sell([
      first!,
      ...others.map((row, i) => (i === 0 ? { ...row, price: 4321 } : row)),
      { ...second!, id: 'brand-new', title: 'Copper bell' },
    ])
    const page = await visit(context, site, { pack: '/pack/' })
    await stateWith(page, { phase: 'ready', items: { total: COUNT, embedded: COUNT, embeddedThisVisit: 1 } }, 60_000)
    expect(site.embedded()).toEqual([expect.stringContaining('Copper bell')])
    const shelf = await page.evaluate(async (id) => (await window.recommender.similar(id, { limit: 23 })).map(({ item }) => item), ITEM)
    expect(shelf.map(({ id }) => id)).not.toContain(second!.id)
    expect(shelf.find(({ id }) => id === others[0]!.id)?.price?.value).toBe(4321)
  })
})

test.describe('a pack that is not whole', () => {
  const damage: Record<string, () => void> = {
    'a corrupt file of vectors': () => {
      const path = fileOf('vectors')
      const bytes = Buffer.from(pack[path]!)
      bytes[bytes.length >> 1]! ^= 1
      site.files[path] = bytes
    },
    'a truncated file of vectors': () => {
      site.files[fileOf('vectors')] = pack[fileOf('vectors')]!.subarray(0, 1000)
    },
    'a page of HTML for a manifest': () => {
      site.files[MANIFEST] = '<!doctype html>'
    },
    'no manifest': () => {
      delete site.files[MANIFEST]
    },
  }
  for (const [what, break_] of Object.entries(damage)) {
    test(`${what} is told, and the levels below answer`, async ({ context }) => {
      break_()
      const page = await visit(context, site, { pack: '/pack/', device: 'off' })
      const state = await stateWith(page, { phase: 'ready', level: 'lexical', error: { code: 'pack-invalid' } })
      expect(state.error?.message).toContain(what.includes('manifest') ? 'manifest.json' : fileOf('vectors').slice('/pack/'.length))
      expect((await similar(page, ITEM)).length).toBeGreaterThan(0)
      expect(uncaughtErrors(page)).toEqual([])
    })
  }

  test('a newer one is told as such; alone it is no catalog', async ({ context }) => {
    const { fileHash } = await import('../src/pack/file-hash.js')
    const body = { rows: COUNT, encoder: null, parts: {} }
    const checksum = await fileHash(new TextEncoder().encode(JSON.stringify([4, body])))
    site.files[MANIFEST] = JSON.stringify({ pagekin: 'pack', version: 4, checksum, body })
    const page = await visit(context, site, { pack: '/pack/', device: 'off' })
    await stateWith(page, { phase: 'ready', level: 'lexical', error: { code: 'pack-newer' } })
    expect(await startError(page, { pack: '/pack/', catalog: undefined! })).toContain('pack-newer')
  })
})

test.describe('the first shelf', () => {
  const SHELF = `<page-kin item="${ITEM}" pack="/pack/" catalog="/catalog.json" assets="/kin/" device="off"></page-kin>`
  const LINKS = 'page-kin [part~=link]'

  const WORKERS = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src data:"

  /** A site with the built script tag and this policy; `levels` are those that its shelf goes through. */
  async function openShop(page: Page, policy: string) {
    const scripts = ['embed', 'client', 'recommender', 'worker'].map(
      async (name) => [`/kin/${name}.js`, await readFile(`dist/${name}.js`)] as const,
    )
    const files: Record<string, string | Uint8Array> = {
      '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,">${SHELF}<script src="/kin/embed.js"></script>`,
      ...Object.fromEntries(await Promise.all(scripts)),
      ...pack,
      '/catalog.json': JSON.stringify(rows),
    }
    const server = await startServer({ files, headers: { 'content-security-policy': policy } })
    const levels: string[] = []
    await page.exposeFunction('noteLevel', (level: string) => void levels.push(level))
    await page.addInitScript(() => {
      const { noteLevel } = window as unknown as { noteLevel(level: string): void }
      document.addEventListener('kin-ready', (event) => noteLevel((event as CustomEvent<{ level: string }>).detail.level))
      document.addEventListener('kin-upgrade', (event) => noteLevel((event as CustomEvent<{ to: string }>).detail.to))
    })
    return { server, files, levels }
  }

  const STRICTEST =
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; worker-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html"

  const hrefs = (page: Page) => page.locator(LINKS).evaluateAll((links) => links.map((link) => link.getAttribute('href')!))
  const idOf = (href: string) => rows.find(({ url }) => href.endsWith(url))!.id

  test('is drawn from two small files where neither workers nor WebAssembly are allowed', async ({ page }) => {
    const { server, levels } = await openShop(page, STRICTEST)
    await page.goto(server.url)
    await expect(page.locator(LINKS)).toHaveCount(8)
    expect(levels).toEqual(['neighbours'])
    const ofPack = server.requests.filter(({ path }) => path.startsWith('/pack/'))
    expect(ofPack.map(({ path }) => path.replace(/-.*/, ''))).toEqual([MANIFEST, '/pack/neighbours'])
    expect(ofPack.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(20_000)
    await server.close()
  })

  test('comes before what starts the worker, and the engine moves nothing that is seen', async ({ page }) => {
    const { server, levels } = await openShop(page, WORKERS)
    server.fault('/kin/recommender.js', { held: true })
    await page.goto(server.url)
    await expect(page.locator(LINKS)).toHaveCount(8)
    expect(levels).toEqual(['neighbours'])
    const before = await hrefs(page)
    server.fault('/kin/recommender.js')
    await expect.poll(() => levels, { timeout: 20_000 }).toEqual(['neighbours', 'vectors'])
    expect(await hrefs(page)).toEqual(before)
    await server.close()
  })

  test('loses what is gone from the catalog, and shows new prices, where it stands', async ({ page }) => {
    const { server, files, levels } = await openShop(page, WORKERS)
    server.fault('/kin/worker.js', { held: true })
    await page.goto(server.url)
    await expect(page.locator(LINKS)).toHaveCount(8)
    const before = await hrefs(page)
    const [gone, dearer] = before.map(idOf)
    files['/catalog.json'] = JSON.stringify(
      rows.filter(({ id }) => id !== gone).map((row) => (row.id === dearer ? { ...row, price: { value: 4321, currency: 'EUR' } } : row)),
    )
    server.fault('/kin/worker.js')
    await expect.poll(() => levels, { timeout: 20_000 }).toEqual(['neighbours', 'vectors'])
    const after = await hrefs(page)
    expect(after).toHaveLength(8)
    expect(after.map(idOf)).not.toContain(gone)
    expect(after.slice(1, 4)).toEqual(before.slice(1, 4))
    await expect(page.locator('page-kin [part~=item]').nth(1)).toContainText('4,321')
    await server.close()
  })
})
