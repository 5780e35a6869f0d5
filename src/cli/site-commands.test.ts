import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { jsonHash } from '../pack/file-hash.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { run } from './run.js'
import { writeSite } from './site/generated-site.test-helper.js'
import { serveFolder } from './site/serve-folder.js'

const CATALOG = '[{"id":"a","title":"Oak table","url":"/a"},{"id":"b","title":"Oak chair","url":"/b"},{"title":""}]'
const page = (body: string, head = '') => `<!doctype html><html lang="en"><head><title>x</title>${head}</head><body>${body}</body></html>`

describe('validate', () => {
  test('tells each rejected row with a code, and what items lack', async () => {
    const { code, out, err } = await cli(['validate', '--catalog', 'items.json'], { files: { 'items.json': CATALOG } })

    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^catalog-invalid row 3, id: /m)
    expect(out).toContain('2 of 2 items have no image: their cards have no picture')
    expect(out).not.toContain('have no url')
    expect(out).toMatch(/2 items can be used, 1 rows rejected\n$/)
  })

  test('tells a reason once, and variants apart from rows that are wrong', async () => {
    const bad = Array.from({ length: 9 }, () => '{"title":"nobody"}').join('\n')
    expect((await cli(['validate', '--catalog', '-'], { stdin: `{"id":1,"title":"One"}\n${bad}` })).out).toMatch(
      /^catalog-invalid lines 2, 3, 4, 5, 6 and 4 more, id: /,
    )

    const magento =
      'sku,attribute_set_code,product_type,name,visibility\nA-1,Top,simple,Top,Not Visible Individually\nA,Top,configurable,Top,"Catalog, Search"'
    const { out } = await cli(['validate', '--catalog', '-'], { stdin: magento })
    expect(out).toContain('1 rows are variants: their products stand for them\n')
    expect(out).toMatch(/1 items can be used, 0 rows rejected\n$/)
  })

  test('names the column that could be a missing description', async () => {
    const rows = [
      { id: 1, title: 'Soup', servings: 'four', directions: 'Chop the leeks, then cook them slowly in butter until they are soft.' },
      { id: 2, title: 'Cake', servings: 'two', directions: 'Beat the eggs with the sugar, fold in the flour, and bake for an hour.' },
      { id: 3, title: 'Tea' },
    ]
    const lacking = async (some: object[]) => (await cli(['validate', '--catalog', '-'], { stdin: JSON.stringify(some) })).out

    expect(await lacking(rows)).toContain(
      `3 of 3 items have no description. The longest texts are in "directions": --fields '{"description":"directions"}' reads them`,
    )
    expect(await lacking(rows.slice(2))).toContain('1 of 1 items have no description: they are embedded by their title alone')
  })

  test('names the columns of a table in which it knows none as a title', async () => {
    const { code, out } = await cli(['validate', '--catalog', '-'], { stdin: 'id;Objekttitel;Datierung\n1;Krug;um 1650\n2;Teller;1700\n' })
    expect(code).toBe(1)
    expect(out).toContain('the columns are "id", "Objekttitel", "Datierung": --fields \'{"title":"..."}\' says which is the title\n')
  })

  test('exits 1 if nothing can be used', async () => {
    const { code, out } = await cli(['validate', '--catalog', '-', '--json'], { stdin: '[{"no":1}]' })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ items: 0, rejected: [{ code: 'catalog-invalid', row: 0, field: 'id' }] })
  })
})

describe('the project’s file', () => {
  const files = { 'items.json': CATALOG, 'pagekin.config.json': '{"catalog":"items.json","device":"off","limit":1}' }

  test('gives commands the values of flags, and flags overrule it', async () => {
    const fromFile = await cli(['similar', '--id', 'a', '--json'], { files })
    expect(JSON.parse(fromFile.out).items.map(({ id }: { id: string }) => id)).toEqual(['b'])
    expect((await cli(['validate', '--catalog', 'none.json'], { files })).err).toContain('none.json: no such file')
  })

  test.each([
    ['{"catalogue":"x"}', 'received "catalogue"'],
    ['{"limit":"many"}', 'limit:'],
    ['[]', 'expected a JSON object'],
    ['{', 'could not be read'],
  ])('%s is an error that says so', async (text, message) => {
    const result = await cli(['similar', '--id', 'a'], { files: { ...files, 'pagekin.config.json': text } })
    expect(result).toMatchObject({ code: 1, err: expect.stringContaining(message) })
  })
})

describe('init', () => {
  test('asks three questions at most, and the commands read what it writes', async () => {
    const cwd = scratchFolder()
    const answers = ['catalog', 'items.json', '']
    let out = ''
    const terminal = {
      out: (text: string) => {
        out += text
      },
      err: () => {},
      readStdin: async () => '',
      async *stdin() {},
      cwd,
      outColumns: undefined,
      bar: undefined,
      colour: false,
    }

    expect(await run(['init'], { ...terminal, ask: async () => answers.shift()! })).toBe(0)

    expect(out).toBe('pagekin.config.json\npagekin.html\n')
    expect(readFileSync(join(cwd, 'pagekin.html'), 'utf8')).toContain('pack="/kin/pack/"')
    writeFileSync(join(cwd, 'items.json'), CATALOG)
    expect(await cli(['pack', '--device', 'off', '--quiet'], { cwd })).toMatchObject({ code: 0 })
    expect(readFileSync(join(cwd, 'public/kin/pack/manifest.json'), 'utf8')).toContain('"items"')
  })

  test('with flags asks nothing, makes a site’s build one word, and replaces nothing unasked', async () => {
    const cwd = scratchFolder()
    writeSite(join(cwd, 'dist'), { 'a.html': page('<main><h1>Oak</h1>'), 'b.html': page('<main><h1>Oaks and oak</h1>') })

    expect(await cli(['init', '--site', 'dist'], { cwd })).toMatchObject({ code: 0 })
    expect(await cli(['build', '--device', 'off', '--quiet'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 pages have links'),
    })
    expect(await cli(['init', '--site', 'out'], { cwd })).toMatchObject({ code: 1, err: expect.stringContaining('--force') })
    expect(await cli(['init'], { cwd: scratchFolder() })).toMatchObject({ code: 1, err: expect.stringContaining('--site or --catalog') })
  })
})

describe('serve', () => {
  const served = async () => {
    const folder = scratchFolder()
    const site = join(folder, 'site')
    writeSite(site, {
      'index.html': page('home'),
      'a.html': page('a'.repeat(5000)),
      'b/index.html': page('b'),
      'x.js': '1',
      '404.html': page('lost'),
      'm.wasm': '',
    })
    writeSite(site, { 'kin/items-0123456789abcdef.json': '[]', '.env': 'secret' })
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    symlinkSync(join(folder, 'secret.txt'), join(site, 'link.txt'))
    mkdirSync(join(folder, 'site-2'))
    writeFileSync(join(folder, 'site-2/y.txt'), 'secret')
    const server = await serveFolder(site, 0)
    onTestFinished(() => server.close())
    return server.url
  }

  test('sends types, compression, ETags and short addresses', async () => {
    const url = await served()
    const header = async (path: string, name: string) => (await fetch(url + path)).headers.get(name)

    expect(await header('/x.js', 'content-type')).toBe('text/javascript; charset=utf-8')
    expect(await header('/m.wasm', 'content-type')).toBe('application/wasm')
    expect(await header('/kin/items-0123456789abcdef.json', 'cache-control')).toContain('immutable')
    const a = await fetch(`${url}/a`, { headers: { 'accept-encoding': 'gzip, br' } })
    expect([a.headers.get('content-encoding'), a.headers.get('cache-control'), await a.text()]).toEqual([
      'br',
      'no-cache',
      page('a'.repeat(5000)),
    ])
    expect((await fetch(`${url}/a`, { headers: { 'if-none-match': a.headers.get('etag')! } })).status).toBe(304)
    expect((await fetch(`${url}/b`)).url).toBe(`${url}/b/`)
    const lost = await fetch(`${url}/none`)
    expect([lost.status, await lost.text()]).toEqual([404, page('lost')])
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  })

  test.each([
    '/link.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/../site-2/y.txt',
    '/.env',
    '/%00',
    '/%zz',
    '//etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const { port } = new URL(await served())
    const { request } = await import('node:http')
    const answer = await new Promise<{ status: number; text: string }>((resolve) => {
      // not fetch, which would tidy the path
      request({ port, path }, (response) => {
        const parts: string[] = []
        response.on('data', (part) => void parts.push(String(part)))
        response.on('end', () => resolve({ status: response.statusCode!, text: parts.join('') }))
      }).end()
    })
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('secret')
  })
})

describe('doctor', () => {
  const catalog = '<page-kin catalog="/items.json" device="off"></page-kin><script src="/kin/embed.js"></script>'
  const good: Record<string, readonly [type: string, body: string]> = {
    '/': ['text/html', page(catalog)],
    '/items.json': ['application/json', CATALOG.replace(',{"title":""}', '')],
    '/kin/embed.js': ['text/javascript', '1'],
    '/kin/client.js': ['text/javascript', '1'],
    '/kin/recommender.js': ['text/javascript', '1'],
    '/kin/worker.js': ['text/javascript', '1'],
  }

  /** What doctor finds on a server that differs from a good one. */
  async function findings(changed: Record<string, readonly [string, string] | undefined>, headers: Record<string, string> = {}) {
    const files = { ...good, ...changed }
    const server = createServer(({ url = '' }, response) => {
      const file = files[url]
      response.writeHead(file ? 200 : 404, { 'content-type': file?.[0] ?? 'text/html', etag: '"1"', ...headers }).end(file?.[1])
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const { code, out } = await cli(['doctor', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, '--json'])
    const told = JSON.parse(out).findings as { level: string; code: string; todo: string }[]
    expect(told.every(({ todo }) => todo.length > 10)).toBe(true)
    return { code, found: told.map((finding) => `${finding.level} ${finding.code}`) }
  }

  test('finds nothing where nothing is wrong', async () => {
    expect(await findings({}, { 'content-security-policy': "default-src 'self'" })).toEqual({ code: 0, found: [] })
  })

  test.each([
    ['a page without a shelf', { '/': ['text/html', page('')] }, {}, ['error no-shelf']],
    ['a page that is not there', { '/': undefined }, {}, ['error page-unreachable']],
    ['a script that is not there', { '/kin/worker.js': undefined }, {}, ['error missing-file']],
    ['a script of a wrong type', { '/kin/client.js': ['text/plain', '1'] }, {}, ['error mime-type']],
    ['a page in place of a catalog', { '/items.json': ['text/html', '<html>'] }, {}, ['error mime-type', 'error catalog-invalid']],
    ['a catalog with a bad row', { '/items.json': ['application/json', CATALOG] }, {}, ['warn catalog-invalid']],
    ['a large script that comes uncompressed', { '/kin/worker.js': ['text/javascript', 'x'.repeat(9000)] }, {}, ['warn compression']],
    ['a catalog that is cached for a year', {}, { 'cache-control': 'max-age=31536000' }, ['warn caching']],
    [
      'a policy without workers and connections',
      {},
      { 'content-security-policy': "script-src 'self'; worker-src 'none'; connect-src https:" },
      ['error csp-worker', 'error csp-connect'],
    ],
    [
      'a policy in the page',
      { '/': ['text/html', page(catalog, '<meta http-equiv="Content-Security-Policy" content="script-src https://cdn.example">')] },
      {},
      ['error csp-script', 'error csp-worker'],
    ],
    [
      'a pack that is none',
      {
        '/': ['text/html', page('<page-kin pack="/p" device="off"></page-kin><script src="/kin/embed.js"></script>')],
        '/p/manifest.json': ['application/json', '{}'],
      },
      {},
      ['error pack-invalid'],
    ],
    [
      'nothing wrong with a catalog of columns that the page names',
      {
        '/': ['text/html', page(catalog.replace(' device', ` fields='{"title":"Objekt"}' device`))],
        '/items.json': ['application/json', '[{"id":1,"Objekt":"Krug"}]'],
      },
      {},
      [],
    ],
    ['an encoder that is not there', { '/': ['text/html', page(catalog.replace(' device="off"', ''))] }, {}, ['warn model-unavailable']],
  ] as [string, Record<string, readonly [string, string] | undefined>, Record<string, string>, string[]][])(
    'finds %s',
    async (_, changed, headers, expected) => {
      const { code, found } = await findings(changed, headers)
      expect(found).toEqual(expected)
      expect(code).toBe(expected.some((finding) => finding.startsWith('error')) ? 1 : 0)
    },
  )

  test('a folder that was built is fine, and lacks a file that was deleted', async () => {
    const cwd = scratchFolder()
    writeSite(cwd, { 'a.html': page('<main><h1>Oak</h1><p>Oak.'), 'b.html': page('<main><h1>Oaks</h1><p>Oak.') })
    writeSite(cwd, Object.fromEntries(['embed', 'client', 'recommender', 'worker'].map((name) => [`kin/${name}.js`, '1'])))
    await cli(['build', '--site', '.', '--inject', '--device', 'off', '--quiet'], { cwd })

    expect(await cli(['doctor', '.'], { cwd })).toEqual({ code: 0, out: 'all well: no fault found\n', err: '' })
    writeFileSync(join(cwd, 'kin/pack/manifest.json'), '{')
    expect(await cli(['doctor', '.'], { cwd })).toMatchObject({ code: 1, out: expect.stringContaining('error pack-invalid') })
  })

  test('a folder whose assets and catalog are links to another folder is fine', async () => {
    const [cwd, elsewhere] = [scratchFolder(), scratchFolder()]
    writeSite(cwd, { 'index.html': page(catalog) })
    writeSite(elsewhere, { 'items.json': CATALOG.replace(',{"title":""}', '') })
    writeSite(elsewhere, Object.fromEntries(['embed', 'client', 'recommender', 'worker'].map((name) => [`kin/${name}.js`, '1'])))
    for (const name of ['kin', 'items.json']) symlinkSync(join(elsewhere, name), join(cwd, name))

    expect(await cli(['doctor', '.'], { cwd })).toEqual({ code: 0, out: 'all well: no fault found\n', err: '' })
  })

  test('a pack of an older built-in encoder is to be made again, and one of another encoder is meant', async () => {
    const cwd = scratchFolder()
    writeSite(cwd, { 'a.html': page('<main><h1>Oak</h1><p>Oak.'), 'b.html': page('<main><h1>Oaks</h1><p>Oak.') })
    writeSite(cwd, Object.fromEntries(['embed', 'client', 'recommender', 'worker'].map((name) => [`kin/${name}.js`, '1'])))
    await cli(['build', '--site', '.', '--inject', '--device', 'off', '--quiet'], { cwd })
    const path = join(cwd, 'kin/pack/manifest.json')
    const { version, body, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
    const doctorWith = async (id: string) => {
      body.encoder = { id, fingerprint: '0123456789abcdef', dimensions: 384, dtype: 'encoder' }
      writeFileSync(path, JSON.stringify({ ...rest, version, body, checksum: await jsonHash([version, body]) }))
      return cli(['doctor', '.'], { cwd })
    }

    const { code, out } = await doctorWith('pagekin-mini-v1')
    expect(code).toBe(0)
    expect(out).toMatch(/^warn pack-invalid .*pagekin-mini-v1.*\n.*Make the pack again/)
    for (const id of ['pagekin-mini-v2', 'my-own-model']) expect((await doctorWith(id)).out).toBe('all well: no fault found\n')
  })
})

describe('inspect', () => {
  test('writes a page without scripts in which the catalog is text', async () => {
    const hostile = '[{"id":"a","title":"<script>alert(1)</script>"},{"id":"b","title":"<SCRIPT>alert(1)</script>"}]'
    const cwd = scratchFolder()
    const { code, out } = await cli(['inspect', '--catalog', '-', '--device', 'off', '--json'], { stdin: hostile, cwd })

    expect({ code, same: JSON.parse(out).same }).toEqual({ code: 0, same: [['a', 'b']] })
    expect(readFileSync(join(cwd, 'pagekin-report.html'), 'utf8')).not.toMatch(/<script/i)
  })

  test('draws a map with a dot for each item, and lists pairs that are alike, of a pack too', async () => {
    const cwd = scratchFolder()
    const catalog = '[{"id":"a","title":"Oak table"},{"id":"b","title":"Oak table, large"},{"id":"c","title":"Warm wool socks"}]'
    await cli(['pack', '--catalog', '-', '--out', 'pack', '--device', 'off', '--quiet'], { stdin: catalog, cwd })
    const { code, out } = await cli(['inspect', '--pack', 'pack', '--no-cache', '--quiet', '--json'], { cwd })

    expect(code).toBe(0)
    expect(JSON.parse(out).alike[0].ids).toEqual(['a', 'b'])
    const svg = /<svg class="map".*?<\/svg>/s.exec(readFileSync(join(cwd, 'pagekin-report.html'), 'utf8'))![0]
    const dots = [...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
    expect(dots).toHaveLength(3)
    const [a, b, c] = dots as [readonly [number, number], readonly [number, number], readonly [number, number]]
    const far = (p: readonly [number, number], q: readonly [number, number]) => Math.hypot(p[0] - q[0], p[1] - q[1])
    expect(Math.abs(a[0] - b[0])).toBeLessThan(Math.abs(a[0] - c[0]))
    expect(far(a, c)).toBeGreaterThan(0)
  })

  test('tells items without a category the one that fits, and names a new one by the words of its titles', async () => {
    const makers = ['Alba', 'Borea', 'Corvo', 'Dunlin', 'Esker', 'Fjord']
    const rows = (kind: string, category?: string) =>
      makers.map((maker) => ({ id: `${kind} ${maker}`, title: `${maker} ${kind}`, ...(category && { category }) }))
    const socks = rows('warm wool socks', 'Clothing').map((row, at) => (at === 0 ? { id: row.id, title: row.title } : row))
    const catalog = JSON.stringify([...socks, ...rows('electric kettle', 'Kitchen'), ...rows('camping tent for two')])
    const cwd = scratchFolder()
    const args = ['inspect', '--catalog', '-', '--no-cache', '--quiet']
    const { code, out } = await cli([...args, '--json'], { stdin: catalog, cwd })

    expect(code).toBe(0)
    expect(JSON.parse(out).categories).toEqual([
      { words: expect.arrayContaining(['camping tent']), ids: rows('camping tent for two').map(({ id }) => id) },
      { category: 'Clothing', ids: [socks[0]!.id] },
    ])
    const html = readFileSync(join(cwd, 'pagekin-report.html'), 'utf8')
    expect(html).toMatch(/Items without a category.*new: .*camping tent.*Clothing/s)
  }, 60_000)
})
