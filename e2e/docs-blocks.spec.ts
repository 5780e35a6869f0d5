import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import { parseCatalog } from '../src/catalog/parse.js'
import { contentOf, filesOf } from '../src/pack/pack.test-helper.js'
import { BLOCKS, type Block, blocks, CATALOG, type DocsSite, listen, openDocsSite, runCommands } from './fixtures/docs.js'
import { startServer } from './serve.js'

/** Every fenced block of README and docs runs: here, or in the test that `heldBy` names. The last test finds blocks that no test has. */

const held = new Set<Block>()

/** Blocks that a test of this file runs. */
function claim(...wanted: Parameters<typeof blocks>): string[] {
  return blocks(...wanted).map((block) => {
    held.add(block)
    return block.text
  })
}

const elsewhere: (readonly [file: string, title: string])[] = []
function heldBy(file: string, title: string, ...wanted: Parameters<typeof blocks>): void {
  claim(...wanted)
  elsewhere.push([file, title])
}

const README = 'e2e/readme.spec.ts'
heldBy(README, 'the first two commands are there', 'README.md', 'sh', 'npm ci')
heldBy(README, 'the tag puts a shelf where it stands', 'README.md', 'html', 'embed.js')
heldBy(README, 'the element is a shelf', 'README.md', 'js', 'pagekin/element')
heldBy(README, 'the element is a shelf', 'README.md', 'html', 'layout="grid"')
heldBy(README, 'the React component is a shelf', 'README.md', 'tsx')
heldBy(README, 'the function answers, with reasons', 'README.md', 'ts')
heldBy(README, 'the function answers, with reasons', 'README.md', 'js', 'rules')
heldBy(README, 'the tag puts a shelf where it stands', 'README.md', 'json')
heldBy(README, 'the pack that a command makes is a shelf', 'README.md', 'sh', 'pagekin pack')
heldBy(README, 'the pack that a command makes is a shelf', 'README.md', 'html', '/pack/')
heldBy(README, 'the command line does what README writes', 'README.md', 'sh', 'pagekin similar')
heldBy(README, 'of docs/start/tag.md has a shelf', 'docs/start/tag.md', 'html')
heldBy(README, 'the components of docs/start/react.md', 'docs/start/react.md', 'tsx')
heldBy(README, 'the code of docs/start/javascript.md', 'docs/start/javascript.md', 'ts')
heldBy(README, 'the commands of docs/start/command-line.md', 'docs/start/command-line.md', 'sh')
heldBy('src/ranking/rank.test.ts', 'orders rows by the equation', 'docs/design.md', '', 'score(i)')
heldBy('e2e/consumers.spec.ts', 'starts each worker once', 'docs/design.md', '', 'birpc')

/** Items that the examples of the reference have something to say of. */
const [mug, ...others] = CATALOG
const rows = [
  {
    ...mug!,
    brand: 'Acme',
    material: 'enamel',
    price: 30,
    description: 'Survives being dropped. A mug for camping trips. The rim is steel, and its glaze is fired twice.',
  },
  { id: 'sku-2', title: 'Enamel camping kettle', brand: 'Acme', material: 'enamel', price: 20, url: '/p/sku-2', goes_with: ['sku-1'] },
  { id: 'sku-3', title: 'Waterproof jacket', brand: 'Borealis', material: 'wool', price: 80, url: '/p/sku-3' },
  { id: 'sku-4', title: 'Leather travel bag', brand: 'Borealis', material: 'leather', price: 90, url: '/p/sku-4' },
  { id: 'sku-5', title: 'Canvas shoulder bag', brand: 'Acme', material: 'canvas', price: 40, url: '/p/sku-5' },
  ...others,
]
/** What the examples leave to the site. */
const SITE = `
const { createRecommender, experiment } = Pagekin
const { interleave } = await import('/kin/index.js')
window.analytics = (...told) => (window.told ??= []).push(told)
window.banner = { onAnswer(given) { window.answer = given } }
`
const TAG = '<script src="/kin/embed.js" data-discover="off"></script>'

let site: DocsSite
test.beforeAll(async () => {
  // scripts stand in pages, as in docs/measure.md
  site = await openDocsSite('docs-blocks', rows, "script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'")
  const { items } = parseCatalog(rows, { source: 'rows' })
  const pack = await filesOf({ ...contentOf(items), vectors: null })
  for (const [name, bytes] of pack) site.pages[`/pack/${name}`] = bytes
})
test.afterAll(() => site?.server.close())

const drawn = (page: Page, selector = 'page-kin') => expect(page.locator(`${selector} li[part=item] a`).first()).toBeVisible()

/** Opens a page with the tag, this body, and this module, which has `createRecommender`, `experiment` and `interleave`. */
async function open(page: Page, path: string, body: string, code = ''): Promise<string[]> {
  const faults = listen(page)
  site.pages[`${path}.js`] = SITE + code
  const tag = body.includes('embed.js') ? '' : TAG
  await page.goto(await site.serve(path, `${body}${tag}${code && `<script type="module" src="${path}.js"></script>`}`))
  return faults
}

test.describe('pages', () => {
  const bodies = ['docs/reference.md', 'docs/large-catalogs.md', 'docs/measure.md'].flatMap((page) =>
    claim(page, 'html').map((body, at) => [page, at, body] as const),
  )
  for (const [name, at, body] of bodies) {
    test(`the elements of block ${at + 1} of html in ${name} are drawn`, async ({ page }) => {
      const tags = [...new Set([...body.matchAll(/(?:<|createElement\(')(page-kin[\w-]*)/g)].map((match) => match[1]!))]
      // the panel is about the recommender of the page's shelf
      const shelf = tags.includes('page-kin') ? '' : '<page-kin catalog="/catalog.json" assets="/kin/" item="sku-1"></page-kin>'
      const faults = await open(page, `/html-${bodies.findIndex(([, , one]) => one === body)}.html`, body + shelf)

      expect(tags.length).toBeGreaterThan(0)
      await drawn(page)
      for (const tag of tags) await expect(page.locator(`${tag} [part]`).filter({ hasText: /\w/ }).first(), tag).toBeVisible()
      expect(faults).toEqual([])
    })
  }

  const sheets = claim('docs/reference.md', 'css')
  test('every rule of css in docs/reference.md applies', async ({ page }) => {
    const empty = `<page-kin catalog="/catalog.json" item="sku-1" where='{"brand":"Nobody"}'></page-kin>`
    const body = `<style>${sheets.join('')}</style><page-kin catalog="/catalog.json" item="sku-1" layout="grid"></page-kin>${empty}`
    await page.setViewportSize({ width: 1000, height: 3000 })
    await open(page, '/css.html', body)
    await drawn(page)
    await expect(page.locator('page-kin').nth(1)).toBeHidden()

    const wrong = await page.evaluate(() => {
      const rules = Array.from(document.styleSheets[0]!.cssRules) as CSSStyleRule[]
      return rules.flatMap(({ selectorText, style }) => {
        const [, host, part] = /^([^:]+(?::state\(\w+\))?)(?:::part\(([\w-]+)\))?$/.exec(selectorText)!
        const shelf = document.querySelector(host!)
        const subject = part ? shelf?.shadowRoot?.querySelector(`[part~=${part}]`) : shelf
        const applies = (name: string) => subject && getComputedStyle(subject).getPropertyValue(name) === style.getPropertyValue(name)
        return Array.from(style).flatMap((name) => (applies(name) ? [] : [`${selectorText}: ${name}`]))
      })
    })
    expect(wrong).toEqual([])
    const columns = await page
      .locator('page-kin [part=list]')
      .first()
      .evaluate((list) => getComputedStyle(list).gridTemplateColumns)
    expect(columns.split(' '), '--kin-columns').toHaveLength(3)
  })
})

test.describe('functions', () => {
  const signatures = blocks('docs/reference.md', 'ts').filter(({ text }) => /^\w+\([\s\S]*\): [\w<>(), =|[\]]+\n$/.test(text))
  const examples = blocks('docs/reference.md', 'ts', 'kin.')
  const experiments = claim('docs/reference.md', 'ts', 'experiment(')
  const filters = claim('docs/reference.md', 'ts', 'colour: { not')
  for (const block of [...signatures, ...examples]) held.add(block)

  test('every example of a method in docs/reference.md runs, and answers', async ({ page }) => {
    // an example by itself, with the values that it declares
    const calls = examples.map(({ text }) => {
      const declared = [...text.matchAll(/const (?:(\w+)|[{[]([^}\]]*)[}\]]) =/g)].flatMap((match) => (match[1] ?? match[2]!).split(','))
      return `async () => { ${text}\nreturn { ${declared.map((name) => name.replace('...', '').trim()).join(', ')} } }`
    })
    const code = `const kin = await createRecommender({ catalog: '/catalog.json', assets: '/kin/', device: 'wasm' })
      await new Promise((done) => kin.subscribe(() => kin.getState().level === 'encoder' && done()))
      for (const id of ['sku-2', 'sku-3']) kin.record({ type: 'view', id })
      const values = []
      for (const call of [${calls.join(',\n')}]) values.push(await call())
      Object.assign(window, { values, kin, where: ${filters[0]}, filtered: 0 })`
    // the address of the item that the page is about
    const faults = await open(page, '/p/sku-1', '', code)
    const said = await page.waitForFunction(() => {
      const { values } = window as unknown as { values?: Record<string, unknown>[] }
      return values?.map((answers) => Object.entries(answers).map(([name, value]) => [name, JSON.stringify(value) ?? typeof value]))
    })
    const answers = (await said.jsonValue()) as [string, string][][]

    expect(examples.length).toBeGreaterThanOrEqual(20)
    const silent = answers.flatMap((values, at) => {
      const blank = values.filter(([name, value]) => (name === 'rejected') !== (value === '[]') || value === 'undefined')
      return blank.map(([name, value]) => `${examples[at]!.text}${name} is ${value}`)
    })
    expect(silent).toEqual([])
    expect(faults).toEqual([])
  })

  test('the filter of docs/reference.md filters, and its experiment sets a shelf', async ({ page }) => {
    const some = `[{ id: 'a', title: 'red', price: 10, brand: 'A', colour: 'red' }, { id: 'b', title: 'blue', price: 10, brand: 'B', colour: 'blue' },
      { id: 'c', title: 'dear', price: 1000, brand: 'A', colour: 'blue' }, { id: 'd', title: 'other', price: 10, brand: 'D', colour: 'blue' }]`
    const code = `const shelf = document.querySelector('page-kin')
      ${experiments[0]}
      const kin = await createRecommender({ items: ${some}, assets: '/kin/', device: 'off' })
      window.found = (await kin.forYou({ where: ${filters[0]} })).map(({ item }) => item.id)`
    const faults = await open(page, '/filter.html', '<page-kin catalog="/catalog.json" item="sku-1"></page-kin>', code)

    await expect.poll(() => page.evaluate(() => (window as unknown as { found?: string[] }).found)).toEqual(['b'])
    expect(await page.evaluate(() => document.querySelector('page-kin')!.mode)).toMatch(/^(?:similar|goes-with)$/)
    expect(faults).toEqual([])
  })

  const listeners = [...claim('docs/measure.md', 'js'), ...claim('docs/reference.md', 'js', 'kin-ready')]
  test('the listeners of docs/measure.md and docs/reference.md hear a shelf', async ({ page }) => {
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    const body = '<page-kin id="below" catalog="/catalog.json" assets="/kin/" item="sku-1" limit="4" defer></page-kin>'
    const faults = await open(
      page,
      '/listeners.html',
      '',
      `${listeners.join('\n')}\ndocument.body.insertAdjacentHTML('beforeend', '${body}')`,
    )
    await drawn(page)

    type Told = [type: string, { shelf: string; recommendationId: string; item?: string; position?: number }][]
    const told = () => page.evaluate(() => (window as unknown as { told?: Told }).told ?? [])
    await expect.poll(async () => (await told()).map(([type]) => type)).toEqual(expect.arrayContaining(['kin-ready', 'kin-impression']))
    for (const [type, { shelf, recommendationId, item, position }] of await told()) {
      expect(shelf).toBe('below')
      expect(recommendationId).not.toBe('')
      if (type === 'kin-impression') expect([typeof item, typeof position]).toEqual(['string', 'number'])
    }
    expect(said).toContainEqual(expect.stringMatching(/^\w+ 4$/))
    expect(faults).toEqual([])
  })

  const [tagged] = blocks('docs/measure.md', 'html', 'interleave(')
  const [cards] = claim('docs/measure.md', 'tsx')
  test('the lists of docs/measure.md show both rankings, and say whose item was clicked', async ({ page }) => {
    await page.addInitScript(() => {
      navigator.sendBeacon = (_, told) => !!(window as unknown as { told: unknown[] }).told?.push(JSON.parse(told as string))
      Object.assign(window, { told: [] })
      document.addEventListener('click', (event) => event.preventDefault())
    })
    const ended = tagged!.text.replace(/<\/script>\s*$/, 'window.answers = [a, b].map((one) => one.map(({ item }) => item.id))\n</script>')
    const faults = await open(page, '/interleaved.html', ended)
    await expect(page.locator('page-kin li[part=item] a')).toHaveCount(8)
    for (const card of await page.locator('page-kin li[part=item] a').all()) await card.click()

    type Told = { answers: [a: string[], b: string[]]; told: { list: string; item: string; team: 'a' | 'b' }[] }
    const { answers, told } = await page.evaluate(() => {
      const { answers, told } = window as unknown as Told
      return { answers, told }
    })
    expect(new Set(told.map(({ list }) => list)).size).toBe(1)
    for (const [at, { item, team }] of told.entries()) {
      const taken = told.slice(0, at).map((before) => before.item)
      expect(item, `the next of ${team}`).toBe(answers[team === 'a' ? 0 : 1].find((id) => !taken.includes(id)))
    }
    expect(told.filter(({ team }) => team === 'a')).toHaveLength(4)
    expect(answers[0]).not.toEqual(answers[1])

    const module = `import { createRoot } from 'react-dom/client'
      ${cards}
      createRoot(document.getElementById('root')!).render(<Both id="sku-1" onPick={(pick) => Object.assign(window, { pick })} />)`
    await page.goto(await site.serve('/kin/interleaved.html', '<div id="root"></div>', { source: module, file: 'page.tsx' }))
    await page.locator('#root li a').first().click()
    const pick = await page.evaluate(() => (window as unknown as { pick: unknown }).pick)
    expect(pick).toEqual({ list: expect.stringMatching(/./), item: expect.any(String), team: expect.stringMatching(/^[ab]$/) })
    await expect(page.locator('#root li a')).toHaveCount(8)
    expect(faults).toEqual([])
  })

  const [consent] = claim('docs/privacy.md', 'js')
  test('the banner of docs/privacy.md stores nothing before it is answered, and then the answer', async ({ page }) => {
    const faults = await open(page, '/consent.html', '', `${consent}\nwindow.ready = true`)
    await page.waitForFunction(() => 'ready' in window)
    const kept = () => page.evaluate(() => Object.keys(localStorage))
    expect(await kept()).toEqual([])

    await page.evaluate(() => (window as unknown as { answer(given: boolean): Promise<void> }).answer(true))
    expect(await kept()).toContain('pagekin-choice')
    expect(faults).toEqual([])
  })

  const [source] = claim('docs/large-catalogs.md', 'js')
  test('the source of docs/large-catalogs.md is a shelf', async ({ page }) => {
    site.pages['/candidates'] = JSON.stringify(rows)
    const faults = await open(page, '/source.html', '<page-kin item="sku-1"></page-kin>', source)

    await drawn(page)
    expect(faults).toEqual([])
  })

  const components = claim('docs/reference.md', 'tsx')
  test('the components of docs/reference.md are shelves', async ({ page }) => {
    const hook = components.findIndex((code) => code.startsWith('const'))
    const provider = components.findIndex((code) => code.includes('Provider'))
    const shelves = components.filter((_, at) => at !== hook && at !== provider)
    // the provider has what the others leave out
    const inside = components[provider]!.replace('…', `<Hook />${shelves.map((code) => `<div className="one">${code}</div>`).join('')}`)
    const module = `import { createRoot } from 'react-dom/client'
      import { PagekinProvider, Recommendations, useRecommendations } from 'pagekin/react'
      function Hook() { ${components[hook]}; return <p id="hook" data-status={status} onClick={() => record({ type: 'view', id: 'sku-1' })}>{items.length}</p> }
      createRoot(document.getElementById('root')!).render(${inside})`
    const faults = listen(page)
    await page.goto(await site.serve('/kin/components.html', '<div id="root"></div>', { source: module, file: 'page.tsx' }))

    await expect(page.locator('#hook[data-status=ready]')).toHaveText(/^[1-9]/)
    await page.locator('#hook').click()
    expect(shelves).toHaveLength(2)
    for (const [at] of shelves.entries()) await expect(page.locator('.one').nth(at).locator('li a').first()).toBeVisible()
    expect(faults).toEqual([])
  })

  test('every block of ts and tsx compiles against the published types, and every signature is that of its method', async () => {
    const folder = await mkdtemp(join(process.cwd(), '.cache/docs-blocks/types-'))
    await writeFile(join(folder, 'globals.d.ts'), GLOBALS)
    const files: Record<string, string> = {}
    for (const block of BLOCKS.filter(({ language }) => /^tsx?$/.test(language))) {
      files[`${block.page.replaceAll(/\W/g, '-')}-${block.line}.${block.language}`] = compiled(block, signatures.includes(block))
    }
    expect(signatures.length).toBeGreaterThanOrEqual(20)
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), `${text}\nexport {}\n`)
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
        'pagekin/element': types('element/element.d.ts'),
        'pagekin/jsx/react': types('element/jsx/react.d.ts'),
      },
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }))

    const tsc = promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder])
    expect(await tsc.then(() => '').catch(({ stdout }: { stdout: string }) => stdout)).toBe('')

    await rm(folder, { recursive: true })
  })
})

/** What examples have from their page. A module that declares or imports the same name has its own. */
const GLOBALS = `
import type * as pagekin from 'pagekin'
import type * as react from 'pagekin/react'
import type { PageKin } from 'pagekin/element'
import 'pagekin/jsx/react'
declare global {
  const kin: pagekin.Recommender
  const shelf: PageKin
  const experiment: typeof pagekin.experiment
  const interleave: typeof pagekin.interleave
  const PagekinProvider: typeof react.PagekinProvider
  const Recommendations: typeof react.Recommendations
  const useRecommendations: typeof react.useRecommendations
  /** Whether two types are one. */
  type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
}
`

/** A module that compiles only if the block is right. */
function compiled({ page, language, text }: Block, isSignature: boolean): string {
  if (isSignature) {
    const name = /^\w+/.exec(text)![0]
    const types = [...new Set(text.match(/\b[A-Z]\w+/g))].filter((type) => type !== 'Promise')
    return `import type { Recommender${types.map((type) => `, ${type}`).join('')} } from 'pagekin'
      interface Documented { ${text} }
      export const same: Same<Documented['${name}'], Recommender['${name}']> = true`
  }
  if (language === 'ts' && text.startsWith('{')) return `import type { Where } from 'pagekin'\nexport const where: Where = ${text}`
  if (page === 'docs/reference.md' && text.startsWith('<')) return `export const drawn = (${text})`
  if (page === 'docs/reference.md' && text.includes('useRecommendations'))
    return `export function Drawn() { ${text}; return [items, status, record] }`
  return text
}

test.describe('commands', () => {
  const copies = ['tag', 'react', 'javascript'].flatMap((name) => claim(`docs/start/${name}.md`, 'sh'))
  test('the commands of docs/start copy what a page needs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pagekin-docs-'))
    for (const command of copies) {
      await rm(join(folder, 'public'), { recursive: true, force: true })
      await runCommands(folder, command)
      for (const name of ['embed.js', 'worker.js', 'encoder-worker.js', 'models'])
        expect(existsSync(join(folder, 'public/kin', name))).toBe(true)
    }
    await rm(folder, { recursive: true })
  })

  /** Every key in a tree, once. */
  function keysIn(value: unknown): Set<string> {
    if (typeof value !== 'object' || value === null) return new Set()
    const below = Object.values(value).flatMap((one) => [...keysIn(one)])
    return new Set([...(Array.isArray(value) ? [] : Object.keys(value)), ...below])
  }
  const namedIn = (text: string) => new Set([...text.matchAll(/"([a-z]\w+)"(?!,\s+the same)/gi)].map((match) => match[1]))

  const [packs, ...onMachines] = claim('docs/large-catalogs.md', 'sh')
  const [manifestBlock, indexBlock] = claim('docs/pack-format.md', '')
  test('the commands of docs/large-catalogs.md make the packs that docs/pack-format.md describes', { tag: '@long' }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pagekin-docs-'))
    const lines = rows.slice(0, 24).map((row) => `${JSON.stringify(row)}\n`)
    const at = async (name: string) => {
      await mkdir(join(folder, name))
      await writeFile(join(folder, name, 'items.jsonl'), lines.join(''))
      await writeFile(join(folder, name, 'part-0.jsonl'), lines.join(''))
      return join(folder, name)
    }
    const bytesIn = async (name: string) => {
      const names = (await readdir(join(folder, name))).sort()
      return Promise.all(names.map(async (file) => [file, await readFile(join(folder, name, file), 'latin1')]))
    }
    await writeFile(
      join(await at('flat'), 'events.csv'),
      'user,item,type,time\nu1,sku-1,view,1\nu1,sku-2,view,2\nu2,sku-1,view,1\nu2,sku-2,view,2\n',
    )
    await runCommands(join(folder, 'flat'), packs!)
    await runCommands(join(folder, 'flat'), packs!.replace('--out pack/', '--interactions events.csv --out told/'))
    const manifest = async (name: string) => JSON.parse(await readFile(join(folder, name, 'manifest.json'), 'utf8')) as object
    // few searches tell items nothing
    expect(new Set([...keysIn(await manifest('flat/told')), 'searches'])).toEqual(namedIn(manifestBlock!))
    await runCommands(await at('here'), 'pagekin pack --index ivf --catalog items.jsonl --out pack/')
    const whole = await bytesIn('here/pack')
    const index = whole.find(([name]) => name!.startsWith('index-'))!
    expect(keysIn(JSON.parse(index[1]!))).toEqual(namedIn(indexBlock!))

    // one part in place of 64, and no Spark: e2e/spark.spec.ts has both
    const programs = { 'spark-submit': 'mkdir "$3"; find "$2" -type f -exec cat {} + | bash -c "$5" > "$3/part-00000"' }
    await at('machines')
    for (const commands of onMachines) {
      for (const made of ['pack', 'vectors', 'lists']) await rm(join(folder, 'machines', made), { recursive: true, force: true })
      await runCommands(join(folder, 'machines'), commands.replaceAll('/shared/', ''), programs)
      expect(await bytesIn('machines/pack')).toEqual(whole)
    }
    await rm(folder, { recursive: true })
  })

  const builds = [...claim('README.md', 'sh', 'build --site'), ...claim('docs/built-site.md', 'sh')]
  const [packageJson] = claim('docs/built-site.md', 'json')
  const [viteConfig] = claim('docs/built-site.md', 'js', 'pagekin/vite')
  const [theme] = claim('docs/built-site.md', 'js', 'DefaultTheme')
  const [vitepressConfig] = claim('docs/built-site.md', 'js', 'head:')
  const NAMES = ['mugs', 'plates', 'tents']

  test('the recipes of docs/built-site.md link related pages', { tag: '@long' }, async ({ page }) => {
    test.setTimeout(300_000)
    // below the repository: its packages are found
    const folder = await mkdtemp(join(process.cwd(), '.cache/docs-blocks/sites-'))
    const write = async (name: string, text: string) => {
      await mkdir(join(folder, name, '..'), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    const html = (name: string) =>
      `<!doctype html><html lang="en"><title>${name}</title><main><h1>${name}</h1><p>All about ${name} for a camp.</p></main></html>`
    const linksIn = async (path: string) => {
      const text = await readFile(join(folder, path), 'utf8')
      return [...text.matchAll(/<li><a href="([^"]+)"/g)].map((match) => match[1]!.replace(/^\/|\.html$/g, '')).sort()
    }

    for (const command of new Set(builds)) {
      for (const name of NAMES) await write(`plain/dist/${name}.html`, html(name))
      await runCommands(join(folder, 'plain'), command)
      expect(await linksIn('plain/dist/mugs.html')).toEqual(['plates', 'tents'])
    }

    await write('eleventy/package.json', packageJson!)
    for (const name of NAMES) await write(`eleventy/${name}.html`, html(name))
    await runCommands(join(folder, 'eleventy'), 'npm run build', { eleventy: 'mkdir _site; cp *.html _site' })
    expect(await linksIn('eleventy/_site/mugs.html')).toEqual(['plates', 'tents'])

    await write('vite/package.json', '{ "type": "module" }')
    await write('vite/vite.config.js', viteConfig!)
    for (const name of ['index', ...NAMES]) await write(`vite/${name}.html`, html(name))
    await mkdir(join(folder, 'vite/node_modules'))
    await runCommands(join(folder, 'vite'), `ln -s "${process.cwd()}" node_modules/pagekin; vite build --logLevel warn`)
    expect(existsSync(join(folder, 'vite/dist/kin/pack/manifest.json'))).toBe(true)

    await write('vitepress/package.json', '{ "type": "module" }')
    await write('vitepress/docs/.vitepress/theme/index.js', theme!)
    await write('vitepress/docs/.vitepress/config.js', vitepressConfig!)
    const links = NAMES.map((name) => `[${name}](/${name})`).join(' ')
    for (const name of ['index', ...NAMES])
      await write(`vitepress/docs/${name}.md`, `# ${name}\n\nAll about ${name} for a camp. ${links}\n`)
    const [recipe] = /(?<=\*\*VitePress\.\*\* `)[^`]+/.exec(readFileSync('docs/built-site.md', 'utf8'))!
    await runCommands(join(folder, 'vitepress'), recipe)
    const built = await startServer({ root: join(folder, 'vitepress/docs/.vitepress/dist') })
    const faults = listen(page)
    await page.goto(`${built.url}/mugs.html`)
    await drawn(page, 'aside page-kin')
    expect(faults.filter((fault) => !/favicon|404/.test(fault))).toEqual([])
    await built.close()
    await rm(folder, { recursive: true })
  })
})

const [folders] = claim('docs/design.md', '', 'src/  index.ts')
test('the folders of docs/design.md are those of the repository', async () => {
  const missing: string[] = []
  let parent: string[] = []
  for (const line of folders!.trimEnd().split('\n')) {
    const depth = /^ */.exec(line)![0].length / 2
    parent = parent.slice(0, depth)
    // names of files and folders, and of top folders between their descriptions
    const names = depth === 0 ? line.match(/\b[\w-]+(?:\/|\.ts)/g)! : /^ *((?:[\w-]+\/ )+)/.exec(line)![1]!.trim().split(' ')
    for (const name of names) {
      const path = depth === 0 && name.endsWith('.ts') ? join('src', name) : join(...parent, name)
      if (!existsSync(path)) missing.push(path)
    }
    parent.push(names[0]!)
  }
  expect(missing).toEqual([])
})

test('every block of README and docs is held by a test, here or where it says', () => {
  const unheld = BLOCKS.filter((block) => !held.has(block)).map(({ page, line, language }) => `${page}:${line}: ${language}`)
  const untitled = elsewhere.filter(([file, title]) => !readFileSync(file, 'utf8').includes(title))

  expect(BLOCKS.length).toBeGreaterThan(100)
  expect(unheld).toEqual([])
  expect(untitled).toEqual([])
})
