import { exec, execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import { build } from 'vite'
import type { Recommendation } from '../src/types.js'
import { startServer, type TestServer } from './serve.js'

/** README's snippets, run as a reader would run them: against the built package in dist. */
const readme = readFileSync('README.md', 'utf8')

function snippet(language: string, containing: string): string {
  const found = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].find((match) => match[1] === language && match[2]!.includes(containing))
  if (!found) throw new Error(`README has no ${language} snippet with "${containing}"`)
  return found[2]!
}

const shop = readFileSync('demo/catalog/shop.jsonl', 'utf8').trim().split('\n').slice(200, 240)
const own = JSON.parse(snippet('json', 'sku-1')) as object[]
const catalog = [...own, ...shop.map((line, i) => ({ ...(JSON.parse(line) as object), url: `/p/${i}` }))]

const FOLDER = '.cache/readme'
const pages: Record<string, string | Uint8Array> = { '/catalog.json': JSON.stringify(catalog) }
const CSP = readme.match(/`(script-src [^`]*)`/)![1]!
let server: TestServer

/** A site as README says: dist at /kin/, the catalog, and README's own content security policy. */
test.beforeAll(async () => {
  expect(existsSync('dist/embed.js'), 'run `npm run build` first').toBe(true)
  await mkdir(FOLDER, { recursive: true })
  await rm(`${FOLDER}/kin`, { force: true })
  await symlink(join(process.cwd(), 'dist'), `${FOLDER}/kin`)
  server = await startServer({ root: FOLDER, files: pages, headers: { 'content-security-policy': CSP } })
})
test.afterAll(() => server.close())

/** Serves a page with this body, and with a module bundled from this source. */
async function serve(path: string, body: string, module?: { readonly source: string; readonly file: string }): Promise<string> {
  if (module) pages[`${path}.js`] = await bundle(module.source, module.file)
  const script = module ? `<script type="module" src="${path}.js"></script>` : ''
  pages[path] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>README</title><link rel="icon" href="data:,">${body}${script}`
  return `${server.url}${path}`
}

/** A consumer's build: the package's own entries, bundled by Vite. */
async function bundle(source: string, file: string): Promise<string> {
  const folder = await mkdtemp(join(process.cwd(), FOLDER, 'bundle-'))
  await writeFile(join(folder, file), source)
  const dist = (name: string) => join(process.cwd(), 'dist', name)
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: [
        { find: /^pagekin$/, replacement: dist('index.js') },
        { find: /^pagekin\/(element|react)$/, replacement: dist('$1.js') },
        { find: 'pagekin/react/styles.css', replacement: dist('react.css') },
      ],
    },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      rollupOptions: { input: join(folder, file), output: { codeSplitting: false } },
    },
  })
  await rm(folder, { recursive: true })
  const [first] = Array.isArray(result) ? result : [result]
  if (!first || !('output' in first)) throw new Error('bundling: received a watcher, expected files')
  return first.output.find((output) => output.type === 'chunk')!.code
}

/** Faults of the page, which no snippet may cause. */
function listen(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  return faults
}

test('the tag puts a shelf where it stands', async ({ page }) => {
  const faults = listen(page)
  await page.goto(await serve('/tag.html', `<main>${snippet('html', 'embed.js')}</main>`))

  await expect(page.locator('page-kin a').first()).toBeVisible()
  expect(await page.locator('page-kin li').count()).toBe(8)
  expect(faults).toEqual([])
})

test('the element is a shelf', async ({ page }) => {
  const faults = listen(page)
  await page.goto(await serve('/element.html', snippet('html', '<page-kin'), { source: snippet('js', 'pagekin/element'), file: 'page.js' }))

  await expect(page.locator('page-kin a').first()).toBeVisible()
  expect(faults).toEqual([])
})

test('the React component is a shelf', async ({ page }) => {
  const faults = listen(page)
  const source = `import { createRoot } from 'react-dom/client'\n${snippet('tsx', 'Recommendations')}\ncreateRoot(document.getElementById('root')!).render(<Related id="sku-1" />)`
  await page.goto(await serve('/react.html', '<div id="root"></div>', { source, file: 'page.tsx' }))

  await expect(page.getByRole('heading', { name: 'You may also like' })).toBeVisible()
  await expect(page.locator('#root li a').first()).toBeVisible()
  expect(faults).toEqual([])
})

test('the file of the React component begins by saying that it is for the client', () => {
  expect(readFileSync('dist/react.js', 'utf8')).toMatch(/^['"]use client['"]/)
})

test('the function answers, with reasons that add up to the score', async ({ page }) => {
  const faults = listen(page)
  const ruled = snippet('js', 'rules').replace('await', 'const ruled = await')
  const source = `${snippet('ts', 'createRecommender')}\n${ruled}\nObject.assign(window, { answers: { shelf, forYou, found, ruled, explained: { score, reasons } } })`
  await page.goto(await serve('/function.html', '', { source, file: 'page.ts' }))
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
  await writeFile(join(folder, 'items.jsonl'), catalog.map((row) => JSON.stringify(row)).join('\n'))
  await writeFile(join(folder, 'histories.jsonl'), '{"user":"u1","history":["sku-1"]}\n')
  await writeFile(join(folder, 'texts.jsonl'), '{"text":"a mug"}\n{"text":"a tent"}\n')
  const outputs: string[] = []
  for (const line of snippet('sh', 'pagekin similar').trim().split('\n')) {
    const command = line.replace('npx pagekin', `"${process.execPath}" "${join(process.cwd(), 'dist/cli.js')}"`)
    outputs.push((await promisify(exec)(command, { cwd: folder })).stdout)
  }
  const [similar, search, recommend] = outputs.slice(0, 3).map((text) => JSON.parse(text) as { items: { id: string }[] })

  for (const { items } of [similar!, search!, recommend!]) expect(items).toHaveLength(10)
  expect((await stat(join(folder, 'vectors.f32'))).size).toBe(2 * 384 * 4)
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg')
})

/** The code of a start page, in order. */
function codeOf(name: string, language: string): string[] {
  const markdown = readFileSync(`docs/start/${name}.md`, 'utf8').replace(/^ {3}/gm, '')
  return [...markdown.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter((match) => match[1] === language).map((match) => match[2]!)
}

for (const [place, html] of codeOf('tag', 'html').entries()) {
  test(`page ${place + 1} of docs/start/tag.md has a shelf`, { tag: '@long' }, async ({ page }) => {
    const faults = listen(page)
    pages[`/start-${place}.html`] = html.replace('</title>', '</title><link rel="icon" href="data:,">')
    await page.goto(`${server.url}/start-${place}.html`)

    await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)
    expect(faults).toEqual([])
  })
}

test('the components of docs/start/react.md are shelves and a search', { tag: '@long' }, async ({ page }) => {
  const faults = listen(page)
  const code = codeOf('react', 'tsx').join('\n')
  const source = `import { createRoot } from 'react-dom/client'\n${code}\ncreateRoot(document.getElementById('root')!).render(<><Shop id="sku-1" /><Search query="mug" /></>)`
  await page.goto(await serve('/start-react.html', '<div id="root"></div>', { source, file: 'page.tsx' }))

  await expect(page.locator('.kin-link')).toHaveCount(8)
  await expect(page.locator('ol[aria-busy=false] a').first()).toBeVisible()
  expect(faults).toEqual([])
})

test('the code of docs/start/javascript.md answers and draws', { tag: '@long' }, async ({ page }) => {
  const faults = listen(page)
  const [ask, draw] = codeOf('javascript', 'ts')
  const source = `${ask}\nObject.assign(window, { found })`
  await page.goto(await serve('/start-ask.html', '', { source, file: 'page.ts' }))
  await page.waitForFunction(() => (window as unknown as { found?: Recommendation[] }).found?.every(({ item }) => item.price!.value <= 50))
  await page.goto(await serve('/start-draw.html', '', { source: draw!, file: 'page.ts' }))

  await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)
  expect(faults).toEqual([])
})

test('the commands of docs/start/command-line.md run', { tag: '@long' }, async () => {
  test.setTimeout(600_000)
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-start-'))
  await writeFile(join(folder, 'items.jsonl'), catalog.map((row) => JSON.stringify(row)).join('\n'))
  const items = catalog as readonly { readonly id: string }[]
  const events = Array.from({ length: 200 }, (_, i) => `u${i % 40},${items[(7 * i) % items.length]!.id},view,${1_700_000_000 + i}`)
  await writeFile(join(folder, 'events.csv'), `user,item,type,time\n${events.join('\n')}\n`)
  await mkdir(join(folder, 'dist'))
  for (const name of ['mugs', 'plates', 'tents']) {
    const html = `<!doctype html><html lang="en"><title>${name}</title><main><h1>${name}</h1><p>All about ${name} for a camp.</p></main></html>`
    await writeFile(join(folder, `dist/${name}.html`), html)
  }
  for (const line of codeOf('command-line', 'sh').join('').trim().split('\n')) {
    const command = line.replace('npx pagekin', `"${process.execPath}" "${join(process.cwd(), 'dist/cli.js')}"`)
    await promisify(exec)(command, { cwd: folder })
  }

  expect(await readFile(join(folder, 'dist/mugs.html'), 'utf8')).toContain('href="/plates')
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg')
})

test('the downloads are at most what README says, and not much less', async () => {
  const kilobytes = async (name: string) => gzipSync(await readFile(join('dist', name)), { level: 9 }).length / 1000
  // what the built-in encoder fetches
  const model = (await readdir('dist/models', { recursive: true })).filter((name) => /\.(?:bin|json)$/.test(name))
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
  await writeFile(join(folder, 'items.jsonl'), catalog.map((row) => JSON.stringify(row)).join('\n'))
  const command = snippet('sh', 'pagekin pack').replace('npx pagekin', `"${process.execPath}" "${join(process.cwd(), 'dist/cli.js')}"`)
  await promisify(exec)(command, { cwd: folder })
  for (const name of await readdir(join(folder, 'pack'))) pages[`/pack/${name}`] = await readFile(join(folder, 'pack', name))

  const faults = listen(page)
  await page.goto(await serve('/pack.html', `${snippet('html', '/pack/')}<script src="/kin/embed.js"></script>`))
  await expect(page.locator('page-kin a').first()).toBeVisible()
  await expect.poll(() => page.locator('page-kin').evaluate((shelf) => (shelf as unknown as { level: string }).level)).toBe('vectors')
  expect(server.requests.filter(({ path }) => path.startsWith('/pack/')).map(({ status }) => status)).not.toContain(404)
  expect(faults).toEqual([])
})

test('the snippets compile against the published types', async () => {
  test.setTimeout(120_000)
  const folder = await mkdtemp(join(process.cwd(), FOLDER, 'types-'))
  await writeFile(join(folder, 'function.ts'), `${snippet('ts', 'createRecommender')}\n${snippet('js', 'rules')}`)
  await writeFile(join(folder, 'react.tsx'), snippet('tsx', 'Recommendations'))
  const types = (path: string) => [join(process.cwd(), 'dist/types', path)]
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    jsx: 'react-jsx',
    paths: {
      pagekin: types('index.d.ts'),
      'pagekin/react': types('react/index.d.ts'),
      'pagekin/react/styles.css': types('react/styles.d.ts'),
    },
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }))

  await promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder])

  await rm(folder, { recursive: true })
})

test('the first two commands are there, and name scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const commands = snippet('sh', 'npm ci')
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*/, ''))

  expect(commands).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']))
})
