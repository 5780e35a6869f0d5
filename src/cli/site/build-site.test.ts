import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, scratchFolder } from '../cli.test-helper.js'
import { type Draft, drafts, GENERATED, writeSite } from './generated-site.test-helper.js'

const BLOCK = /<!-- pagekin: links -->[\s\S]*?<!-- pagekin: end of links -->/
const WORDS = ['--device', 'off', '--inject', '--json', '--quiet']

const build = async (cwd: string, flags: readonly string[] = WORDS, site = '.') => {
  const { code, out, err } = await cli(['build', '--site', site, ...flags], { cwd })
  return { code, err, report: code === 0 ? JSON.parse(out) : undefined }
}

/** All files below a folder, as text. */
function filesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    names
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const pagesOf = (folder: string) => [...filesOf(folder)].filter(([name]) => /\.html$/.test(name))
const linksOf = (text: string) =>
  [...(BLOCK.exec(text)?.[0] ?? '').matchAll(/<li><a href="([^"]+)"[^>]*>[^<]+<\/a>/g)].map((match) => match[1]!)
const page = (title: string, rest = '') =>
  `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1><p>All about ${title}.</p>${rest}</main></html>`

describe.each(Object.keys(GENERATED) as (keyof typeof GENERATED)[])('a site of 100 pages by %s, without configuration', (generator) => {
  const made = drafts(100)
  const expectedPages = made.length + (generator === 'Eleventy' ? 2 : 0)

  test('has links in every page, to pages that exist, and the text of its frame is in no item', async () => {
    const site = scratchFolder()
    writeSite(site, GENERATED[generator](made))
    const before = filesOf(site)

    const { code, report } = await build(site)

    expect({ code, pages: report.pages, withLinks: report.withLinks }).toEqual({ code: 0, pages: expectedPages, withLinks: expectedPages })
    const base = generator === 'VitePress' ? '/docs' : ''
    const fileOf = (href: string) =>
      href.slice(base.length + 1) + (href.endsWith('/') ? 'index.html' : href.endsWith('.html') ? '' : '.html')
    for (const [name, text] of pagesOf(site)) {
      // nothing but the block is new
      expect(text.replace(BLOCK, '')).toBe(before.get(name))
      const links = linksOf(text)
      expect(links.length === 6 || text === before.get(name), name).toBe(true)
      expect(new Set(links).size).toBe(links.length)
      expect(links.map(fileOf).filter((file) => !before.has(file) || file === name || /^(?:index|tags)/.test(file))).toEqual([])
    }
    const packed = [...filesOf(join(site, 'kin/pack'))].filter(([name]) => name.startsWith('items-')).map(([, text]) => text)
    expect(packed.join('')).toContain(made[7]!.paragraphs[0]!.slice(0, 20))
    expect(packed.join('')).not.toMatch(
      /telephone|Opening hours|Edit this page|balloons|Thank you for reading|All about the things|logo\.png|\| The Handbook|· Notes|handbook'/,
    )
  })

  test('is the same bytes when it is built again, and no file is written twice', async () => {
    const site = scratchFolder()
    const copy = scratchFolder()
    writeSite(site, GENERATED[generator](made.slice(0, 20)))
    cpSync(site, copy, { recursive: true })
    await build(site)
    const old = new Date(2020, 1, 1)
    for (const name of filesOf(site).keys()) utimesSync(join(site, name), old, old)

    const { report } = await build(site)
    await build(copy)

    expect(report.written).toBe(0)
    for (const name of filesOf(site).keys()) expect(statSync(join(site, name)).mtime, name).toEqual(old)
    expect(filesOf(copy)).toEqual(filesOf(site))
  })
})

test('vectors are the same with and without those of an earlier run, and only changed pages are embedded', async () => {
  const flags = ['--inject', '--json', '--quiet', '--cache', 'cache']
  const folder = scratchFolder()
  const made = drafts(12)
  const changed: Draft[] = made.map((draft, i) =>
    i === 3 ? { ...draft, paragraphs: ['Now it is about a sailing boat with two masts.'] } : draft,
  )
  writeSite(join(folder, 'a'), GENERATED['plain HTML'](made))
  expect((await build(folder, flags, 'a')).report).toMatchObject({ embedded: 12, pages: 12 })

  // the generator writes its pages anew, without links
  writeSite(join(folder, 'a'), GENERATED['plain HTML'](changed))
  expect((await build(folder, flags, 'a')).report).toMatchObject({ embedded: 1, withLinks: 12 })
  writeSite(join(folder, 'b'), GENERATED['plain HTML'](changed))
  expect((await build(folder, ['--inject', '--json', '--quiet', '--no-cache'], 'b')).report).toMatchObject({ embedded: 12 })

  expect(filesOf(join(folder, 'b'))).toEqual(filesOf(join(folder, 'a')))
})

test('a page that ends inside an element that is not closed keeps its bytes, and the others get their links', async () => {
  const site = scratchFolder()
  const whole = { 'a.html': page('Apple pie'), 'b.html': page('Apple tart') }
  const endings = ['<textarea>', '<script>', '<!-- ', '<select><option>', '<plaintext>', '<a href="', '<style>', '<title>']
  const cut = Object.fromEntries(
    endings.map((ending, i) => [`cut-${i}.html`, page(`Apple cake ${i}`).replace('</main></html>', `${ending}Apple`)]),
  )
  writeSite(site, { ...whole, ...cut })

  const { err, report } = await build(site)
  expect(report.withLinks).toBe(2)
  expect(err).toContain('8 pages get no links: their HTML ends inside an element that is not closed')
  for (const [name, text] of Object.entries(cut)) expect(readFileSync(join(site, name), 'utf8')).toBe(text)
  for (const name of Object.keys(whole)) expect(linksOf(readFileSync(join(site, name), 'utf8')).length).toBe(6)
})

test.each(['<!-- pagekin: links -->', '<!-- pagekin: end of links -->'])(
  '%s alone marks nothing: no text is lost, and no run adds a block',
  async (mark) => {
    const site = scratchFolder()
    const marked = page('Apple pie', `<p>first</p>${mark}<p>kept</p>`)
    writeSite(site, { 'a.html': marked, 'b.html': page('Apple tart'), 'c.html': page('Apple juice') })
    await build(site)
    const once = readFileSync(join(site, 'a.html'), 'utf8')
    expect(once.replace(/<!-- pagekin: links --><aside[\s\S]*?<!-- pagekin: end of links -->/, '')).toBe(marked)
    await build(site)
    expect(readFileSync(join(site, 'a.html'), 'utf8')).toBe(once)
  },
)

test('error pages, redirects, noindex, repeated pages and parts of pages are left out, counted, and lose the links of an earlier run', async () => {
  const site = scratchFolder()
  const all = {
    'a.html': page('Apple pie'),
    'b.html': page('Apple tart'),
    'c.html': page('Apple juice').replace(
      '<main>',
      `<header><page-kin mode="search"></page-kin></header><main><p>${'Press the apples. '.repeat(10)}</p>`,
    ),
    '404.html': page('Not here'),
    'moved.html': '<!doctype html><title>x</title><meta http-equiv=refresh content="0;url=/a.html">',
    'hidden.html': '<!doctype html><title>x</title><meta name=robots content="NOINDEX, nofollow"><p>Apple',
    'print.html': page('Apple pie, to print').replace('<main>', '<link rel="canonical" href="https://x.example/a.html"><main>'),
    'part.html': '<div>Apple part</div>',
    'empty.html': '<!doctype html><html><body></body></html>',
    'search.html': '<!doctype html><title>Search</title><main><h1>Search</h1><page-kin mode="search"></page-kin></main>',
    'node_modules/x/a.html': page('Apple of others'),
  }
  writeSite(site, all)
  writeFileSync(join(site, 'latin.html'), Buffer.from('<!doctype html><title>caf\xe9</title><p>Apple', 'latin1'))

  const first = await build(site)

  expect(first.report).toMatchObject({
    pages: 4,
    withLinks: 3,
    leftOut: { duplicate: 1, fragment: 1, noindex: 1, 'not-found': 1, redirect: 1, search: 1, unmarked: 0, 'not-utf-8': 1, empty: 1 },
  })
  writeFileSync(
    join(site, 'b.html'),
    readFileSync(join(site, 'b.html'), 'utf8').replace('<title>', '<meta name="robots" content="noindex"><title>'),
  )
  await build(site)
  expect(readFileSync(join(site, 'b.html'), 'utf8').replace('<meta name="robots" content="noindex">', '')).toBe(all['b.html'])
  expect(linksOf(readFileSync(join(site, 'a.html'), 'utf8'))).toEqual(['/c.html'])
})

test('a list of pages has links, and no page links to it', async () => {
  const site = scratchFolder()
  const names = ['red', 'green', 'blue', 'black']
  const list = names.map((name) => `<li><a href="/${name}/">All about ${name} paint for walls</a>`).join('')
  writeSite(site, {
    'index.html': page('Paints', `<ul>${list}</ul>`),
    ...Object.fromEntries(names.map((name) => [`${name}/index.html`, page(`${name} paint for walls`)])),
  })

  await build(site)

  expect(linksOf(readFileSync(join(site, 'index.html'), 'utf8')).sort()).toEqual(['/black/', '/blue/', '/green/', '/red/'])
  for (const name of names) expect(linksOf(readFileSync(join(site, name, 'index.html'), 'utf8'))).not.toContain('/')
})

test('pages are related within their language', async () => {
  const site = scratchFolder()
  const german = (title: string) => page(title).replace('lang="en"', 'lang="de-AT"')
  writeSite(site, {
    'a.html': page('Garden chair'),
    'b.html': page('Garden table'),
    'de/a.html': german('Garden Stuhl'),
    'de/b.html': german('Garden Tisch'),
    'plain.html': page('Garden bench').replace(' lang="en"', ''),
  })

  const { report } = await build(site)

  expect(report.packs).toEqual({ en: '/kin/pack-en/', de: '/kin/pack-de/' })
  const text = readFileSync(join(site, 'de/a.html'), 'utf8')
  expect(linksOf(text)).toEqual(['/de/b.html'])
  expect(text).toContain('pack="/kin/pack-de/"')
  expect(text).toContain('Das könnte Ihnen auch gefallen')
  expect(linksOf(readFileSync(join(site, 'plain.html'), 'utf8')).sort()).toEqual(['/a.html', '/b.html'])
})

test('the page’s own shelf gets the links, as many as it shows, and nothing else', async () => {
  const site = scratchFolder()
  const own = '<page-kin pack="/kin/pack/" item="/a.html" limit="2" heading="More"></page-kin>'
  writeSite(site, {
    'a.html': page('Oak table', `${own}<p>After.</p>`),
    ...Object.fromEntries([1, 2, 3].map((n) => [`b${n}.html`, page(`Oak table ${n}`)])),
  })

  await build(site)
  await build(site)

  const text = readFileSync(join(site, 'a.html'), 'utf8')
  expect(text.match(/pagekin: links/g)).toHaveLength(1)
  expect(linksOf(text)).toHaveLength(2)
  expect(text.replace(BLOCK, '')).toBe(page('Oak table', `${own}<p>After.</p>`))
  expect(text).toMatch(/heading="More"><!-- pagekin: links --><nav aria-label="More"><ul>/)
  expect(text).not.toContain('<script')
})

test('a page that loads the tag itself gets no second one, however often it is built; another embed.js is not the tag', async () => {
  const site = scratchFolder()
  const tag = '<script async src="/kin/embed.js"></script>'
  const comments = '<script async src="https://comments.example/embed.js"></script>'
  writeSite(site, { 'a.html': page('Oak table', tag), 'b.html': page('Oak chair', comments), 'c.html': page('Oak bench') })
  await build(site)
  await build(site)

  const tags = pagesOf(site).map(([, text]) => text.split('src="/kin/embed.js"').length - 1)
  expect(tags).toEqual([1, 1, 1])
})

test('a part marked as body is the only text, and pages without one are left out', async () => {
  const site = scratchFolder()
  writeSite(site, {
    'a.html': page('Boats', '<div data-kin-body>Sails and masts.</div>'),
    'b.html': page('Ships', '<div data-kin-body>Masts and sails.<p data-kin-ignore>Rust.</p></div>'),
    'c.html': page('Menu'),
  })

  const { report } = await build(site)

  expect(report).toMatchObject({ pages: 2, withLinks: 2, leftOut: { unmarked: 1 } })
  const packed = [...filesOf(join(site, 'kin/pack')).values()].join('')
  expect(packed).toContain('Sails and masts.')
  expect(packed).not.toMatch(/Rust|All about/)
})

test('nothing outside the folder is read or written: links are not followed, and --kin names a folder below', async () => {
  const folder = scratchFolder()
  const site = join(folder, 'site')
  writeSite(site, { 'a.html': page('Rope'), 'b.html': page('Rope ladder') })
  writeSite(join(folder, 'secret'), { 'x.html': page('Rope of others') })
  symlinkSync(join(folder, 'secret/x.html'), join(site, 'x.html'))
  symlinkSync(join(folder, 'secret'), join(site, 'linked'))

  expect((await build(folder, WORDS, 'site')).report.pages).toBe(2)
  expect(readFileSync(join(folder, 'secret/x.html'), 'utf8')).toBe(page('Rope of others'))
  for (const kin of ['..', '.', '../secret', '/tmp', 'linked', 'linked/kin', 'a/../../secret']) {
    expect(await build(folder, [...WORDS, '--kin', kin], 'site'), kin).toMatchObject({ code: 1, err: expect.stringContaining('--kin') })
  }
  expect(readdirSync(join(folder, 'secret'))).toEqual(['x.html'])
})

test.each([
  ['a folder that is none', 'none', 'no such folder'],
  ['a file', 'file.html', 'expected a folder'],
  ['a folder without a page', 'empty', 'it has no HTML'],
])('%s is an error that says so', async (_, name, message) => {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'empty'))
  writeFileSync(join(folder, 'file.html'), page('x'))

  expect(await build(folder, WORDS, name)).toMatchObject({ code: 1, err: expect.stringContaining(message) })
  rmSync(folder, { recursive: true })
})

test('a page without a heading is linked without the site’s name, as those with one', async () => {
  const site = scratchFolder()
  const named = (title: string) => page(title).replace('</title>', ' | The Orchard</title>')
  const plain = named('Figs').replace(/<h1>.*<\/h1>/, '')
  writeSite(site, { 'a.html': named('Apples'), 'b.html': named('Pears'), 'c.html': named('Plums'), 'd.html': plain })

  await build(site)

  expect(readFileSync(join(site, 'a.html'), 'utf8')).toContain('<a href="/d.html">Figs</a>')
})

test('titles and addresses of strangers are text in the links', async () => {
  const site = scratchFolder()
  writeSite(site, { 'a.html': page('Lamp'), 'b.html': page('Lamp &lt;img src=x onerror=alert(1)&gt; &amp; "co"') })
  writeFileSync(join(site, 'q"<b>.html'), page('Lamp of glass'))

  await build(site)

  const block = BLOCK.exec(readFileSync(join(site, 'a.html'), 'utf8'))![0]
  expect(block).toContain('Lamp &lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;')
  expect(block).toContain('href="/q%22%3Cb%3E.html"')
  expect(block).not.toContain('<img')
})
