import { expect, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { newPage, openSite, type Site, search, similar, start, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'

const rows = shopRows(40)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterAll(() => site.server.close())

const paths = () => site.server.requests.map(({ path }) => path)

test('answers by words come before any byte of a model, answers by meaning after', async ({ context }) => {
  const page = await newPage(context, site)
  // the encoder's files are held back for as long as the words are looked at
  for (const path of ['/kin/models/pagekin-mini-v2/pagekin.json', '/kin/encoder-worker.js']) site.server.fault(path, { held: true })
  await start(page)
  expect(await stateOf(page)).toMatchObject({
    level: 'lexical',
    catalogSource: 'network',
    device: 'none',
    items: { total: 40, embedded: 0 },
  })
  const byWords = await page.evaluate((id) => window.recommender.similar(id), rows[0]!.id)
  expect(byWords.length).toBe(8)
  for (const { score, reasons } of byWords) {
    expect(reasons.map(({ kind }) => kind)).toEqual(['words'])
    expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 5)
  }
  expect(paths().filter((path) => path.endsWith('.bin'))).toEqual([])
  for (const path of ['/kin/models/pagekin-mini-v2/pagekin.json', '/kin/encoder-worker.js']) site.server.fault(path)

  const state = await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 40 } })
  expect(state).toMatchObject({
    device: 'wasm',
    deviceReason: 'WebAssembly with relaxed SIMD, as asked for',
    storage: 'indexeddb',
    mixedPrecision: false,
    earlierVectors: false,
    items: { total: 40, embedded: 40, embeddedThisVisit: 40, rejected: 0 },
  })
  expect(state.error).toBeUndefined()
  expect(state.progress).toBeUndefined()
  const byMeaning = await page.evaluate((id) => window.recommender.similar(id), rows[0]!.id)
  expect(byMeaning[0]!.reasons.map(({ kind }) => kind)).toContain('similar-to')
  expect(new Set(site.embedded()).size).toBe(40)
  expect(site.embedded().length, 'no text is embedded twice').toBe(40)
  expect(uncaughtErrors(page)).toEqual([])
})

test('the state tells bytes as the server sent them, phases in order, and progress that only grows', async ({ context }) => {
  const before = site.server.requests.length
  const page = await visit(context, site)
  const state = await stateWith(page, { phase: 'ready', items: { embedded: 40 } })
  const sent = site.server.requests.slice(before)
  const bytesOf = (matches: (path: string) => boolean) =>
    sent.filter(({ path, status }) => matches(path) && status === 200).reduce((sum, { bytes }) => sum + bytes, 0)
  expect(state.bytes).toEqual({
    catalog: bytesOf((path) => path === '/catalog.json'),
    pack: 0,
    runtime: 0,
    model: bytesOf((path) => path.startsWith('/kin/models/')),
  })
  expect(sent.filter(({ path }) => /onnx|runtime/.test(path))).toEqual([])
  const seen = await page.evaluate(() => window.seen)
  const phases = seen.states.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])
  expect(phases.at(-1)).toBe('ready')
  expect(phases.filter((phase) => phase === 'embedding').length).toBe(1)
  expect(phases).not.toContain('failed')
  const revisions = seen.states.map(({ revision }) => revision)
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
  for (const phase of ['model', 'embed'] as const) {
    const loaded = seen.progress.filter((progress) => progress.phase === phase)
    expect(
      loaded.map((progress) => progress.loaded),
      phase,
    ).toEqual(loaded.map((progress) => progress.loaded).sort((a, b) => a - b))
    expect(loaded.at(-1), phase).toMatchObject({ loaded: loaded.at(-1)!.total })
    expect(loaded[0]!.unit).toBe(phase === 'embed' ? 'items' : 'bytes')
  }
  expect(seen.progress.findLast(({ phase }) => phase === 'embed')).toMatchObject({ loaded: 40, total: 40 })
})

test('a page that names a tier embeds with it, asks for the file of its exit, and keeps its vectors apart', async ({ context }) => {
  const tier = { encoder: 'builtin?layers=1&dimensions=128' }
  const before = site.server.requests.length
  const page = await visit(context, site, tier)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 40 } })
  const first = site.server.requests.slice(before).map(({ path }) => path)
  expect(first.filter((path) => path.endsWith('.bin')).sort()).toEqual([
    '/kin/models/pagekin-mini-v2/encoder.bin',
    '/kin/models/pagekin-mini-v2/exit-1.bin',
  ])
  const byMeaning = await page.evaluate((id) => window.recommender.similar(id), rows[0]!.id)
  expect(byMeaning[0]!.reasons.map(({ kind }) => kind)).toContain('similar-to')

  const again = await stateWith(await visit(context, site, tier), { phase: 'ready', items: { embedded: 40 } })
  expect(again.items.embeddedThisVisit, 'its vectors are kept').toBe(0)
  const whole = await stateWith(await visit(context, site), { phase: 'ready', level: 'encoder', items: { embedded: 40 } })
  expect(whole.items.embeddedThisVisit, 'they are not those of the whole model').toBe(40)
  expect(uncaughtErrors(page)).toEqual([])
})

test('a page asks nothing of any origin but its own, and sends nothing of what is looked for', async ({ context }) => {
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url()))
  const page = await visit(context, site)
  await stateWith(page, { items: { embedded: 40 } })
  await search(page, 'something rare and private')
  await similar(page, rows[3]!.id)
  expect(asked.length).toBeGreaterThan(5)
  // `/encoded` is how this spec counts
  const foreign = asked.filter((url) => !url.startsWith(`${site.server.url}/`) && !url.startsWith('data:'))
  expect(foreign).toEqual([])
  const own = asked.filter((url) => !url.includes('/encoded?'))
  expect(own.filter((url) => url.includes('?') || url.includes(rows[3]!.id) || url.includes('private'))).toEqual([])
})

test('text of the catalog comes back as text, untouched, however hostile', async ({ context }) => {
  const hostile = '<img src=x onerror=alert(1)>"\u202e\u0000</script>{{7*7}}'
  const page = await visit(context, site, {
    device: 'off',
    items: [
      { id: '"><script>alert(1)</script>', title: `kettle ${hostile}`, url: 'javascript:alert(1)', brand: '__proto__' },
      { id: '__proto__', title: 'kettle of steel', constructor: 'x' },
      { id: 'constructor', title: 'kettle of copper' },
    ],
  })
  const found = await page.evaluate(async () => (await window.recommender.search('kettle')).map(({ item }) => item))
  expect(found.map(({ id }) => id).sort()).toEqual(['"><script>alert(1)</script>', '__proto__', 'constructor'])
  const item = found.find(({ id }) => id.includes('script'))!
  expect(item.title).toContain('<img src=x onerror=alert(1)>')
  expect(item.title).toContain('</script>{{7*7}}')
  expect(await similar(page, '__proto__')).toHaveLength(2)
  expect(uncaughtErrors(page)).toEqual([])
})
