import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { Recommendation } from '../src/types.js'
import { blocks, CATALOG, type DocsSite, listen, openDocsSite, runCommands, snippet } from './fixtures/docs.js'

/** README's snippets, run as a reader would run them: against the built package in dist. */
const readme = readFileSync('README.md', 'utf8')
const snippetOf = (language: string, containing: string) => snippet('README.md', language, containing)

let site: DocsSite
test.beforeAll(async () => {
  site = await openDocsSite('readme', CATALOG)
})
test.afterAll(() => site?.server.close())

test('the tag puts a shelf where it stands', async ({ page }) => {
  const faults = listen(page)
  await page.goto(await site.serve('/tag.html', `<main>${snippetOf('html', 'embed.js')}</main>`))

  await expect(page.locator('page-kin a').first()).toBeVisible()
  expect(await page.locator('page-kin li').count()).toBe(8)
  expect(faults).toEqual([])
})

test('the element is a shelf', async ({ page }) => {
  const faults = listen(page)
  await page.goto(
    await site.serve('/element.html', snippetOf('html', '<page-kin'), { source: snippetOf('js', 'pagekin/element'), file: 'page.js' }),
  )

  await expect(page.locator('page-kin a').first()).toBeVisible()
  expect(faults).toEqual([])
})

test('the React component is a shelf', async ({ page }) => {
  const faults = listen(page)
  const source = `import { createRoot } from 'react-dom/client'\n${snippetOf('tsx', 'Recommendations')}\ncreateRoot(document.getElementById('root')!).render(<Related id="sku-1" />)`
  await page.goto(await site.serve('/react.html', '<div id="root"></div>', { source, file: 'page.tsx' }))

  await expect(page.getByRole('heading', { name: 'You may also like' })).toBeVisible()
  await expect(page.locator('#root li a').first()).toBeVisible()
  expect(faults).toEqual([])
})

test('the file of the React component begins by saying that it is for the client', () => {
  expect(readFileSync('dist/react.js', 'utf8')).toMatch(/^['"]use client['"]/)
})

test('the function answers, with reasons that add up to the score', async ({ page }) => {
  const faults = listen(page)
  const ruled = snippetOf('js', 'rules').replace('await', 'const ruled = await')
  const source = `${snippetOf('ts', 'createRecommender')}\n${ruled}\nObject.assign(window, { answers: { shelf, forYou, found, ruled, explained: { score, reasons } } })`
  await page.goto(await site.serve('/function.html', '', { source, file: 'page.ts' }))
  type Answers = Record<'shelf' | 'forYou' | 'ruled', Recommendation[]> & { readonly explained: Recommendation }
  const handle = await page.waitForFunction(() => (window as unknown as { answers?: Answers }).answers)

  const { shelf, forYou, ruled: withRules, explained } = (await handle.jsonValue())!

  for (const answer of [shelf, forYou, withRules, [explained]]) {
    expect(answer.length).toBeGreaterThan(0)
    for (const { score, reasons } of answer) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 6)
  }
  expect(shelf.every(({ item }) => item.price!.value <= 100)).toBe(true)
  expect(faults).toEqual([])
})

test('the command line does what README writes', async () => {
  test.setTimeout(180_000)
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-readme-'))
  await writeFile(join(folder, 'items.jsonl'), CATALOG.map((row) => JSON.stringify(row)).join('\n'))
  await writeFile(join(folder, 'histories.jsonl'), '{"user":"u1","history":["sku-1"]}\n')
  await writeFile(join(folder, 'texts.jsonl'), '{"text":"a mug"}\n{"text":"a tent"}\n')
  const outputs: string[] = []
  for (const line of snippetOf('sh', 'pagekin similar').trim().split('\n')) outputs.push(await runCommands(folder, line))
  const [similar, search, recommend] = outputs.slice(0, 3).map((text) => JSON.parse(text) as { items: { id: string }[] })

  for (const { items } of [similar!, search!, recommend!]) expect(items).toHaveLength(10)
  expect((await stat(join(folder, 'vectors.f32'))).size).toBe(2 * 384 * 4)
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg')
})

/** The code of a start page, in order. */
const codeOf = (name: string, language: string) => blocks(`docs/start/${name}.md`, language).map(({ text }) => text)

for (const [place, html] of codeOf('tag', 'html').entries()) {
  test(`page ${place + 1} of docs/start/tag.md has a shelf`, { tag: '@long' }, async ({ page }) => {
    const faults = listen(page)
    site.pages[`/start-${place}.html`] = html.replace('</title>', '</title><link rel="icon" href="data:,">')
    // what the form of one of them sends
    await page.goto(`${site.server.url}/start-${place}.html?q=socks`)

    await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)
    expect(faults).toEqual([])
  })
}

test('the components of docs/start/react.md are shelves and a search', { tag: '@long' }, async ({ page }) => {
  const faults = listen(page)
  const code = codeOf('react', 'tsx').join('\n')
  const source = `import { createRoot } from 'react-dom/client'\n${code}\ncreateRoot(document.getElementById('root')!).render(<><Shop id="sku-1" /><Search query="mug" /></>)`
  await page.goto(await site.serve('/start-react.html', '<div id="root"></div>', { source, file: 'page.tsx' }))

  await expect(page.locator('.kin-link')).toHaveCount(8)
  await expect(page.locator('ol[aria-busy=false] a').first()).toBeVisible()
  expect(faults).toEqual([])
})

test('the code of docs/start/javascript.md answers and draws', { tag: '@long' }, async ({ page }) => {
  const faults = listen(page)
  const [ask, draw] = codeOf('javascript', 'ts')
  const source = `${ask}\nObject.assign(window, { found })`
  await page.goto(await site.serve('/start-ask.html', '', { source, file: 'page.ts' }))
  await page.waitForFunction(() => (window as unknown as { found?: Recommendation[] }).found?.every(({ item }) => item.price!.value <= 50))
  await page.goto(await site.serve('/start-draw.html', '', { source: draw!, file: 'page.ts' }))

  await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)
  expect(faults).toEqual([])
})

test('the commands of docs/start/command-line.md run', { tag: '@long' }, async () => {
  test.setTimeout(600_000)
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-start-'))
  await writeFile(join(folder, 'items.jsonl'), CATALOG.map((row) => JSON.stringify(row)).join('\n'))
  const events = Array.from({ length: 200 }, (_, i) => `u${i % 40},${CATALOG[(7 * i) % CATALOG.length]!.id},view,${1_700_000_000 + i}`)
  await writeFile(join(folder, 'events.csv'), `user,item,type,time\n${events.join('\n')}\n`)
  const searches = Array.from({ length: 60 }, (_, i) => `gift no ${i % 30},${CATALOG[(7 * i) % CATALOG.length]!.id}`)
  await writeFile(join(folder, 'searches.csv'), `query,item\n${searches.join('\n')}\n`)
  await mkdir(join(folder, 'dist'))
  for (const name of ['mugs', 'plates', 'tents']) {
    const html = `<!doctype html><html lang="en"><title>${name}</title><main><h1>${name}</h1><p>All about ${name} for a camp.</p></main></html>`
    await writeFile(join(folder, `dist/${name}.html`), html)
  }
  await runCommands(folder, codeOf('command-line', 'sh').join(''))

  expect(await readFile(join(folder, 'dist/mugs.html'), 'utf8')).toContain('href="/plates')
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg')
})

test('the downloads are at most what README says, and not much less', async () => {
  const kilobytes = async (name: string) => gzipSync(await readFile(join('dist', name)), { level: 9 }).length / 1000
  // what the built-in encoder fetches, without what a site has to ask for: the exit after one layer, and more languages
  const model = (await readdir('dist/models', { recursive: true })).filter((name) => /(?<!-1|-multilingual)\.(?:bin|json)$/.test(name))
  const encoder = ['encoder-worker.js', ...model.map((name) => join('models', name))]
  const actual = [
    await kilobytes('embed.js'),
    await kilobytes('client.js'),
    (await kilobytes('recommender.js')) + (await kilobytes('worker.js')),
    (await Promise.all(encoder.map(kilobytes))).reduce((sum, size) => sum + size, 0) / 1000,
  ]

  const stated = [.../<!-- downloads -->(.*)<!-- \/downloads -->/.exec(readme)![1]!.matchAll(/(\d+) [kM]B/g)].map((match) =>
    Number(match[1]),
  )

  expect(stated).toHaveLength(actual.length)
  for (const [i, size] of actual.entries()) {
    expect(size).toBeLessThanOrEqual(stated[i]!)
    expect(size).toBeGreaterThan(stated[i]! * 0.85)
  }
})

test('the pack that a command makes is a shelf, before a model is fetched', async ({ page }) => {
  test.setTimeout(180_000)
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-readme-'))
  await writeFile(join(folder, 'items.jsonl'), CATALOG.map((row) => JSON.stringify(row)).join('\n'))
  await runCommands(folder, snippetOf('sh', 'pagekin pack'))
  for (const name of await readdir(join(folder, 'pack'))) site.pages[`/pack/${name}`] = await readFile(join(folder, 'pack', name))

  const faults = listen(page)
  await page.goto(await site.serve('/pack.html', `${snippetOf('html', '/pack/')}<script src="/kin/embed.js"></script>`))
  await expect(page.locator('page-kin a').first()).toBeVisible()
  await expect.poll(() => page.locator('page-kin').evaluate((shelf) => (shelf as unknown as { level: string }).level)).toBe('vectors')
  expect(site.server.requests.filter(({ path }) => path.startsWith('/pack/')).map(({ status }) => status)).not.toContain(404)
  expect(faults).toEqual([])
})

test('the first two commands are there, and name scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const commands = snippetOf('sh', 'npm ci')
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*/, ''))

  expect(commands).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']))
})
