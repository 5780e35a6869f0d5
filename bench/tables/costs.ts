import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parseArgs, promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { readFolder } from '../../e2e/fixtures/assets.js'
import { startServer } from '../../e2e/serve.js'
import { BROWSER_FLAGS, ensureBrowser } from '../../scripts/browser.mjs'

/**
 * `npm run bench -- costs --items 10000 --runs 3`: what each level costs a page in Chromium: bytes (gzipped) and processor time of its
 * process, workers included, until the first answer, and after it until nothing happens any more. Made items, as in `large`; a fresh
 * visitor each time, medians of runs by turns. Needs `npm run build`.
 */
const { values } = parseArgs({ options: { items: { type: 'string', default: '10000' }, runs: { type: 'string', default: '3' } } })
const FOLDER = `.cache/costs-${values.items}`
/** Nothing is fetched, and the process takes less than a tenth of a core, for so many seconds. */
const REST_S = 2
const TICKS_A_SECOND = 100
const run = promisify(execFile)

if (!existsSync(`${FOLDER}/lists/manifest.json`)) {
  await run('node', ['bench/main.mjs', 'large', '--items', values.items, '--seed', '1', '--out', FOLDER], { maxBuffer: 2 ** 28 })
  const pack = ['dist/cli.js', 'pack', '--catalog', `${FOLDER}/items.jsonl`, '--cache', `${FOLDER}/cache`, '--quiet']
  await run('node', [...pack, '--out', `${FOLDER}/flat`])
  await run('node', [...pack, '--out', `${FOLDER}/lists`, '--index', 'ivf'])
}
const filesOf = (name: string) =>
  Object.fromEntries(readdirSync(`${FOLDER}/${name}`).map((file) => [`/${name}/${file}`, readFileSync(`${FOLDER}/${name}/${file}`)]))
const files = {
  ...(await readFolder('dist', '/kin', /\.(?:js|bin|json)$/)),
  ...filesOf('flat'),
  ...filesOf('lists'),
  '/items.jsonl': readFileSync(`${FOLDER}/items.jsonl`),
  '/some.jsonl': readFileSync(`${FOLDER}/items.jsonl`, 'utf8').split('\n').slice(0, 100).join('\n'),
  '/': '<!doctype html><title>Shop</title><link rel="icon" href="data:,"><script src="/kin/embed.js" data-manual></script>',
}
const server = await startServer({
  files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, new Uint8Array(gzipSync(content))])),
  headers: { 'content-encoding': 'gzip' },
})

const SIMILAR = "kin.similar('sku-7', { limit: 8 })"
const NINE = "kin.similar('sku-7', { limit: 9 })"
const WORDS = "kin.search('a gift for a gardener', { limit: 8 })"
/** The first search asks for the model, and words answer it. */
const MEANING = `(async () => {
  await ${WORDS}
  while (kin.getState().device === 'none') await new Promise((later) => setTimeout(later, 20))
  return ${WORDS}
})()`
const LEVELS: readonly (readonly [name: string, options: string, ask: string])[] = [
  ['words, an item', "{ catalog: '/items.jsonl', device: 'off' }", SIMILAR],
  ['words, a search', "{ catalog: '/items.jsonl', device: 'off' }", WORDS],
  ['flat pack, an item', "{ pack: '/flat/' }", SIMILAR],
  ['flat pack, a search by meaning', "{ pack: '/flat/' }", MEANING],
  ['pack in lists, eight like an item', "{ pack: '/lists/' }", SIMILAR],
  ['pack in lists, nine like an item', "{ pack: '/lists/' }", NINE],
  ['pack in lists, a search by meaning', "{ pack: '/lists/' }", MEANING],
  ['100 items embedded in the page', "{ catalog: '/some.jsonl' }", SIMILAR],
]

interface Cost {
  /** Bytes and seconds of a core. */
  readonly first: readonly [number, number]
  readonly later: readonly [number, number]
}

/** Of the page's own process and no other's: user and system, in seconds. */
function coreSeconds(browser: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  let ticks = 0
  for (const id of processes) {
    try {
      if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--type=renderer')) continue
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]!.split(' ')
      if (isBelow(Number(id), browser)) ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // it has ended
    }
  }
  return ticks / TICKS_A_SECOND
}

function isBelow(id: number, ancestor: number): boolean {
  for (let at = id; at > 1; at = Number(readFileSync(`/proc/${at}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]))
    if (at === ancestor) return true
  return false
}

async function costOf(options: string, ask: string): Promise<Cost> {
  const launched = await chromium.launchServer({ executablePath: ensureBrowser(), args: BROWSER_FLAGS })
  try {
    const browser = await chromium.connect(launched.wsEndpoint())
    const page = await (await browser.newContext()).newPage()
    const process = launched.process().pid!
    const spent = (): [number, number] => [server.requests.reduce((sum, { bytes }) => sum + bytes, 0), coreSeconds(process)]
    server.requests.length = 0
    await page.goto(`${server.url}/`)
    await page.evaluate(`(async () => {
      const kin = await window.Pagekin.createRecommender(${options})
      const found = await ${ask}
      if (found.length < 8) throw new Error('received ' + found.length + ' items, expected 8')
    })()`)
    const first = spent()
    const all = await atRest(page, spent)
    return { first, later: [all[0] - first[0], all[1] - first[1]] }
  } finally {
    await launched.close()
  }
}

async function atRest(page: Page, spent: () => [number, number]): Promise<[number, number]> {
  for (let before = spent(); ; ) {
    await page.waitForTimeout(REST_S * 1000)
    const now = spent()
    if (now[0] === before[0] && now[1] - before[1] < REST_S / 10) return now
    before = now
  }
}

const costs = LEVELS.map((): Cost[] => [])
for (let i = 0; i < Number(values.runs); i++) {
  for (const [at, [, options, ask]] of LEVELS.entries()) costs[at]!.push(await costOf(options, ask))
}
const middle = (of: readonly number[]) => [...of].sort((a, b) => a - b)[of.length >> 1]!
console.log('level | kB, core seconds until the first answer | after it')
LEVELS.forEach(([name], at) => {
  const cell = (part: keyof Cost) =>
    `${Math.round(middle(costs[at]!.map((cost) => cost[part][0])) / 1000)} kB, ${middle(costs[at]!.map((cost) => cost[part][1])).toFixed(2)} s`
  console.log(`${name} | ${cell('first')} | ${cell('later')}`)
})
await server.close()
