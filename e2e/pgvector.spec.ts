import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import type {} from './fixtures/client-page.js'

/** The example as its README says, beside the folder dist as kin, on a Postgres in memory. */
const SITE = join(process.cwd(), '.cache/pgvector')
const running: ChildProcess[] = []
let url: string
let fingerprint: string

/** Starts a script that prints its port. */
async function start(script: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, [script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  const [line] = await once(child.stdout!, 'data')
  return String(line).trim()
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  await rm(SITE, { recursive: true, force: true })
  await mkdir(SITE, { recursive: true })
  await cp('examples', SITE, { recursive: true, filter: (path) => !path.endsWith('kin') })
  await symlink(join(process.cwd(), 'dist'), join(SITE, 'kin'))
  const rows = JSON.parse(await readFile('examples/catalog.json', 'utf8')) as object[]
  await writeFile(join(SITE, 'items.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const vectors = join(SITE, 'vectors.jsonl')
  await promisify(execFile)(process.execPath, [
    'dist/cli.js',
    'embed',
    '--stream',
    '--input',
    join(SITE, 'items.jsonl'),
    '--output',
    vectors,
  ])
  fingerprint = (JSON.parse((await readFile(vectors, 'utf8')).split('\n')[0]!) as { encoder: string }).encoder
  const DATABASE_URL = `postgres://postgres:postgres@127.0.0.1:${await start('e2e/fixtures/postgres.mjs')}/postgres`
  const load = [join(SITE, 'pgvector/load.js'), join(SITE, 'items.jsonl'), vectors]
  await promisify(execFile)(process.execPath, load, { env: { ...process.env, DATABASE_URL } })
  url = `http://127.0.0.1:${await start(join(SITE, 'pgvector/server.js'), { DATABASE_URL, PORT: '0', CONNECTIONS: '1' })}`
})
test.afterAll(() => {
  for (const child of running) child.kill()
})

const cards = (page: Page) => page.locator('page-kin li[part=item] a')

test('a page ranks what Postgres gives as it would rank the whole catalog, and sends no history', { tag: '@long' }, async ({ page }) => {
  const sent: unknown[] = []
  page.on('request', (request) => request.url().endsWith('/candidates') && sent.push(request.postDataJSON()))
  await page.goto(`${url}/pgvector/?fingerprint=${fingerprint}`)
  await expect(cards(page)).toHaveCount(4)
  const [found, whole] = await page.evaluate(async () => {
    const catalog = await window.Pagekin!.createRecommender({ catalog: '../catalog.json', assets: '../kin/' })
    while (catalog.getState().items.embedded < catalog.getState().items.total) await new Promise((resolve) => setTimeout(resolve, 50))
    // the first search starts the encoder, and is answered by words
    await window.recommender.search('a search')
    while (window.recommender.getState().level !== 'encoder') await new Promise((resolve) => setTimeout(resolve, 50))
    window.recommender.record({ type: 'view', id: 'tent' })
    catalog.record({ type: 'view', id: 'tent' })
    const answers = async (kin: typeof catalog) =>
      [
        await kin.similar('mug', { limit: 5 }),
        await kin.similar('mug', { limit: 5, where: { category: 'Cookware' } }),
        await kin.forYou({ limit: 5 }),
        await kin.search('whistling kettle', { limit: 5 }),
      ].map((list) => list.map(({ item }) => item.id))
    return [await answers(window.recommender), await answers(catalog)]
  })
  expect(found.flat().length).toBeGreaterThan(10)
  expect(found).toEqual(whole)
  const told = sent.map((body) => ({ ...(body as object), vector: undefined }))
  expect(told).toContainEqual({ ids: ['mug'], k: 500 })
  expect(told).toContainEqual({ k: 500 })
  expect(told).toContainEqual({ text: 'whistling kettle', k: 500 })
  expect(JSON.stringify(sent)).not.toContain('tent')
})

test('without a fingerprint, vectors compare items, words find texts, and no model is fetched', { tag: '@long' }, async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${url}/pgvector/`)
  await expect(cards(page)).toHaveCount(4)
  const [first, state] = await page.evaluate(async () => {
    const [best] = await window.recommender.search('whistling kettle')
    return [best!.item.id, window.recommender.getState()]
  })
  expect(first).toBe('kettle')
  expect(state).toMatchObject({ level: 'vectors', catalogSource: 'source' })
  expect(asked.filter((path) => path.includes('/models/'))).toEqual([])
})

test('when Postgres is gone, a shelf keeps what is there, and the state says so', { tag: '@long' }, async ({ page }) => {
  await page.goto(`${url}/pgvector/?fingerprint=${fingerprint}`)
  await expect(cards(page)).toHaveCount(4)
  await page.route('**/candidates', (route) => route.fulfill({ status: 500 }))
  expect(await page.evaluate(async () => (await window.recommender.similar('kettle')).length)).toBeGreaterThan(3)
  await expect
    .poll(() => page.evaluate(() => window.recommender.getState().error))
    .toMatchObject({ code: 'catalog-invalid', message: expect.stringContaining('the server answered 500') })
})
