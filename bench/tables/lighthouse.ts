import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { readFolder } from '../../e2e/fixtures/assets.js'
import { startServer } from '../../e2e/serve.js'

/**
 * `npm run bench -- lighthouse`: Lighthouse's figures of one page without pagekin, with a tag that reads the catalog, and with a tag and a
 * pack; its phone, the median of runs by turns, 10 or as many as are named. Its network and processor are slowed down (`devtools`) or reckoned from a run
 * that was not (`simulate`, Lighthouse's default). Needs `npm run build`, and fetches Lighthouse from the registry.
 */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const RUNS = Number(process.argv[2] ?? 10)
const METHODS = ['devtools', 'simulate']
const run = promisify(execFile)

interface Report {
  readonly categories: { readonly performance: { readonly score: number }; readonly accessibility: { readonly score: number } }
  readonly audits: Readonly<Record<string, { readonly numericValue: number }>>
}

const page = (
  tag: string,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="description" content="One thing of a shop"><title>Enamel mug</title><link rel="icon" href="data:,"></head>
<body><main><h1>Enamel mug</h1><img src="/images/mug.svg" alt="" width="320" height="320"><p>${'A mug of steel and enamel that survives being dropped. '.repeat(8)}</p>
<h2>More</h2>${tag}</main></body></html>`
const tag = (more: string) =>
  `<script async src="/kin/embed.js" data-catalog="/shop.json" data-item="kd-stovetop-kettle-copper" data-limit="6" ${more}></script>`

const PACK = '.cache/lighthouse'
await run('node', ['dist/cli.js', 'pack', '--catalog', 'demo/catalog/shop.jsonl', '--out', PACK, '--quiet'])
const rows = readFileSync('demo/catalog/shop.jsonl', 'utf8').trim().split('\n')
const server = await startServer({
  files: {
    ...(await readFolder('dist', '/kin', /\.(?:js|bin|json)$/)),
    ...Object.fromEntries(readdirSync(PACK).map((name) => [`/pack/${name}`, readFileSync(`${PACK}/${name}`)])),
    '/shop.json': `[${rows.join(',')}]`,
    '/without/': page(''),
    '/tag/': page(tag('')),
    '/pack/': page(tag('data-pack="/pack/"')),
    '/images/mug.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#e8d9b5"/></svg>',
  },
})

async function report(method: string, path: string): Promise<Report> {
  const only = ['--quiet', '--only-categories=performance,accessibility', '--chrome-flags=--headless=new --no-sandbox']
  const flags = ['--output=json', `--throttling-method=${method}`, ...only]
  const { stdout } = await run('npx', ['--yes', LIGHTHOUSE, `${server.url}${path}`, ...flags], {
    maxBuffer: 2 ** 28,
  })
  return JSON.parse(stdout) as Report
}

const AUDITS = {
  'first paint ms': 'first-contentful-paint',
  'largest paint ms': 'largest-contentful-paint',
  'blocked ms': 'total-blocking-time',
  shift: 'cumulative-layout-shift',
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const pages = ['/without/', '/tag/', '/pack/']
const reports = new Map<string, Report[]>(METHODS.flatMap((method) => pages.map((path) => [`${method} ${path}`, []])))
for (let i = 0; i < RUNS; i++) {
  for (const [name, found] of reports) {
    const [method, path] = name.split(' ') as [string, string]
    found.push(await report(method, path))
  }
}
console.log(`page | performance | accessibility | ${Object.keys(AUDITS).join(' | ')}`)
for (const [name, found] of reports) {
  const score = (category: keyof Report['categories']) =>
    Math.round(100 * median(found.map(({ categories }) => categories[category].score)))
  const cells = Object.values(AUDITS).map((audit) => median(found.map(({ audits }) => audits[audit]!.numericValue)))
  console.log(`${name} | ${score('performance')} | ${score('accessibility')} | ${cells.map((cell) => Number(cell.toFixed(3))).join(' | ')}`)
}
await server.close()
