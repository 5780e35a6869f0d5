import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { readFolder } from '../../e2e/fixtures/assets.js'
import { startServer } from '../../e2e/serve.js'
import { mulberry32 } from '../../src/vectors/random.js'

/**
 * `npm run bench -- lighthouse [runs] [method or page ...]`: Lighthouse's figures of one page without pagekin, with the tag of an empty script instead, with a tag
 * that reads the catalog, and with a tag and a pack; its phone, the median of runs by turns, 20 or as many as are named. Its network and
 * processor are slowed down (`devtools`) or reckoned from a run that was not (`simulate`, Lighthouse's default). Each page is also compared
 * with the first, round by round. `20 devtools pack` asks that method of that page and of the first alone. Needs `npm run build`, and fetches Lighthouse from the registry.
 */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const [runs = '20', ...only] = process.argv.slice(2)
const RUNS = Number(runs)
/** Those that were named, else all. */
const named = (names: readonly string[]) =>
  names.some((name) => only.includes(name)) ? names.filter((name) => only.includes(name)) : names
const METHODS = named(['devtools', 'simulate'])
const run = promisify(execFile)

interface Report {
  readonly categories: Readonly<Record<'performance' | 'accessibility', { readonly score: number }>>
  readonly audits: Readonly<Record<string, { readonly numericValue: number }>>
}

const page = (
  tag: string,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="description" content="One thing of a shop"><title>Enamel mug</title><link rel="icon" href="data:,"></head>
<body><main><h1>Enamel mug</h1><img src="/images/mug.svg" alt="" width="320" height="320"><p>${'A mug of steel and enamel that survives being dropped. '.repeat(8)}</p>
<h2>More</h2>${tag}</main></body></html>`
const tag = (more: string, src = '/kin/embed.js') =>
  `<script async src="${src}" data-catalog="/shop.json" data-item="kd-stovetop-kettle-copper" data-limit="6" ${more}></script>`

const PACK = '.cache/lighthouse'
await run('node', ['dist/cli.js', 'pack', '--catalog', 'demo/catalog/shop.jsonl', '--out', PACK, '--quiet'])
const rows = readFileSync('demo/catalog/shop.jsonl', 'utf8').trim().split('\n')
/** What a web server compresses. */
const isText = (path: string) => /\.(?:js|json|svg)$|\/$/.test(path)
const files = {
  ...(await readFolder('dist', '/kin', /\.(?:js|bin|json)$/)),
  ...Object.fromEntries(readdirSync(PACK).map((name) => [`/pack/${name}`, readFileSync(`${PACK}/${name}`)])),
  '/shop.json': `[${rows.join(',')}]`,
  '/empty.js': '',
  '/without/': page(''),
  '/control/': page(tag('', '/empty.js')),
  '/tag/': page(tag('')),
  '/pack/': page(tag('data-pack="/pack/"')),
  '/images/mug.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#e8d9b5"/></svg>',
}
const server = await startServer({
  files: Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, isText(path) ? new Uint8Array(gzipSync(content)) : content]),
  ),
  headers: (path) => (isText(path) ? { 'content-encoding': 'gzip' } : {}),
})

/** The program, fetched once. */
const lighthouse = (await run('npx', ['--yes', '--package', LIGHTHOUSE, '--call', 'command -v lighthouse'])).stdout.trim()

const AUDITS = {
  'first paint ms': 'first-contentful-paint',
  'largest paint ms': 'largest-contentful-paint',
  'blocked ms': 'total-blocking-time',
  shift: 'cumulative-layout-shift',
}
const FIGURES = ['--only-audits', Object.values(AUDITS).join()]
const POINTS = ['--only-categories', 'performance,accessibility']

async function report(method: string, path: string, only: readonly string[]): Promise<Report> {
  const flags = ['--output=json', `--throttling-method=${method}`, '--quiet', '--chrome-flags=--headless=new --no-sandbox', ...only]
  const { stdout } = await run(lighthouse, [`${server.url}${path}`, ...flags], {
    maxBuffer: 2 ** 28,
  })
  return JSON.parse(stdout) as Report
}

/** The middle value, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2
}

/** The median with its bootstrap interval of 95 %. */
function withInterval(values: readonly number[]): string {
  const random = mulberry32(1)
  const draw = () => median(values.map(() => values[Math.floor(random() * values.length)]!))
  const drawn = Array.from({ length: 2000 }, draw).sort((a, b) => a - b)
  return `${round(median(values))} [${round(drawn[50]!)}, ${round(drawn[1949]!)}]`
}
const round = (value: number) => Number(value.toFixed(Math.abs(value) < 1 ? 3 : 1))

const pages = ['/without/', ...named(['control', 'tag', 'pack']).map((name) => `/${name}/`)]
const reports = new Map<string, Report[]>(METHODS.flatMap((method) => pages.map((path) => [`${method} ${path}`, []])))
for (let i = 0; i < RUNS; i++) {
  // each page is first as often as it is last
  for (const [name, found] of i % 2 ? [...reports].reverse() : reports) {
    const [method, path] = name.split(' ') as [string, string]
    found.push(await report(method, path, FIGURES))
  }
}
const figures = (name: string, audit: string) => reports.get(name)!.map(({ audits }) => audits[audit]!.numericValue)
console.log(`page | ${Object.keys(AUDITS).join(' | ')}`)
for (const name of reports.keys()) {
  console.log(
    `${name} | ${Object.values(AUDITS)
      .map((audit) => round(median(figures(name, audit))))
      .join(' | ')}`,
  )
}
console.log(`\nround by round, less the page without | ${Object.keys(AUDITS).join(' | ')}`)
for (const name of reports.keys()) {
  const without = `${name.split(' ')[0]} /without/`
  if (name === without) continue
  const cells = Object.values(AUDITS).map((audit) => {
    const before = figures(without, audit)
    return withInterval(figures(name, audit).map((figure, i) => figure - before[i]!))
  })
  console.log(`${name} | ${cells.join(' | ')}`)
}
console.log('\npage | performance | accessibility')
for (const path of pages) {
  const { categories } = await report('simulate', path, POINTS)
  console.log(
    `${path} | ${Object.values(categories)
      .map(({ score }) => Math.round(100 * score))
      .join(' | ')}`,
  )
}
await server.close()
