// @ts-check
/**
 * `npm run bench -- index [--json] [--smoke] [--sizes=1000,10000] [--engines=pagekin-flat,edgevec] [--data=real]`: pagekin's indexes and
 * others', side by side in one Chromium, each in a worker of its own with a deadline; some of the sizes, engines and data where they
 * are named. The others are installed under bench/index/ when they are not there.
 */
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_FLAGS, ensureBrowser } from '../../scripts/browser.mjs'
import { runBench } from '../run.mjs'

const DIMENSIONS = 384
const OWN = ['pagekin-flat', 'pagekin-binary', 'pagekin-ivf']
const PEERS = ['edgevec', 'hnswlib-wasm', 'orama', 'mememo', 'client-vector-search', 'voy']
const MIME = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }

const root = new URL('../../', import.meta.url).pathname
const folder = join(root, '.cache/bench-index')

/** @typedef {{ engine: string, n: number, dimensions: number, data: string, buildMs: number | null, queryP50Ms: number | null,
 *   queryP95Ms: number | null, recallAt10: number | null, bytes: number | null, reloadMs: number | null, note?: string }} Row */

/** @param {readonly string[]} flags @returns {Promise<number>} the exit status */
export async function benchIndex(flags) {
  const smoke = flags.includes('--smoke')
  const [sizes, wanted, data] = ['sizes', 'engines', 'data'].map((name) => listed(flags, name))
  const rows = sizes ? Math.max(...sizes.map(Number)) : Number.POSITIVE_INFINITY
  const log = flags.includes('--json') ? console.error : console.log
  await prepare()
  const realRows = existsSync(join(folder, 'real.f32')) ? statSync(join(folder, 'real.f32')).size / 4 / DIMENSIONS : 0
  const server = createServer(serve)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: BROWSER_FLAGS })
  try {
    /** @param {object} task @param {unknown} [truth] @param {number} [deadlineMs] @returns {Promise<any>} */
    const ask = (task, truth, deadlineMs = 600_000) => askPage(browser, `http://127.0.0.1:${port}/`, { task, truth, deadlineMs })
    const tasks = plan(smoke, realRows, sizes?.map(Number)).filter((task) => !data || data.includes(task.data))
    const engines = await measureAll(ask, tasks, smoke ? 20_000 : 120_000, log, wanted)
    const filtered = {
      n: Math.min(rows, smoke ? 1000 : 100_000),
      dimensions: DIMENSIONS,
      data: 'clustered',
      queries: smoke ? 20 : 100,
      engine: 'filters',
    }
    if (!wanted) log('\nallowed   flat p50 ms   ivf p50 ms   ivf recall   too few hits')
    for (const { share, flatP50Ms, ivfP50Ms, ivfRecallAt10, short } of wanted ? [] : await ask(filtered)) {
      log(
        `${share.toString().padEnd(9)} ${flatP50Ms.toFixed(3).padStart(11)} ${ivfP50Ms.toFixed(3).padStart(12)} ${ivfRecallAt10.toFixed(4).padStart(12)} ${short.toString().padStart(14)}`,
      )
    }
    const most = Math.min(rows, smoke ? 10_000 : 1_000_000)
    const task = { n: most, dimensions: DIMENSIONS }
    const bandwidth = {
      memoryGBs: await ask({ ...task, engine: 'bandwidth' }),
      scanGBs: await ask({ ...task, engine: 'scan' }),
    }
    const at100k = smoke || rows < 100_000 ? null : await ask({ n: 100_000, dimensions: DIMENSIONS, engine: 'bandwidth' })
    log(`\nmemory ${bandwidth.memoryGBs.toFixed(1)} GB/s, int8 scan ${bandwidth.scanGBs.toFixed(1)} GB/s over ${most} rows, best of 20`)
    if (at100k) log(`memory over the codes of 100,000 rows: ${at100k.toFixed(1)} GB/s, one reading ${(38.4 / at100k).toFixed(2)} ms`)
    if (at100k) {
      const blobMs = await ask({ n: 100_000, dimensions: DIMENSIONS, engine: 'blob' })
      log(`as many bytes as one blob from the Cache API: ${blobMs.toFixed(0)} ms`)
    }
    if (flags.includes('--json')) console.log(JSON.stringify({ engines, bandwidth }))
    return 0
  } finally {
    await browser.close()
    server.close()
  }
}

/**
 * Asks a page of its own, since what hangs in one may take its neighbours with it. Null when it does not even keep its deadline.
 *
 * @param {import('@playwright/test').Browser} browser @param {string} address
 * @param {{ task: object, truth: unknown, deadlineMs: number }} request
 */
async function askPage(browser, address, request) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  await page.waitForFunction(() => 'run' in globalThis)
  const { promise: late, resolve } = withResolvers()
  const timer = setTimeout(resolve, request.deadlineMs + 5000, null)
  const answer = page.evaluate((a) => /** @type {any} */ (globalThis).run(a.task, a.truth, a.deadlineMs), request)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
    answer.catch(() => {})
    await Promise.race([context.close(), new Promise((done) => setTimeout(done, 5000))])
  }
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers() {
  /** @type {(value: unknown) => void} */
  let resolve = () => {}
  const promise = new Promise((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** @param {readonly string[]} flags @param {string} name @returns {string[] | undefined} what `--name=a,b` lists */
function listed(flags, name) {
  return flags
    .find((flag) => flag.startsWith(`--${name}=`))
    ?.slice(name.length + 3)
    .split(',')
}

/** @param {boolean} smoke @param {number} realRows @param {readonly number[]} [wanted] rows */
function plan(smoke, realRows, wanted) {
  const queries = smoke ? 20 : 100
  const asked = (/** @type {number} */ n) => !wanted || wanted.includes(n)
  const sizes = (smoke ? [1000] : [1000, 10_000, 100_000]).filter(asked)
  const tasks = sizes.map((n) => ({ n, dimensions: DIMENSIONS, data: 'clustered', queries }))
  // as many real rows as there are stand in for more
  const real = [...new Set(sizes.map((n) => Math.min(n, realRows - queries)))].filter((n) => n >= 1000)
  tasks.push(...real.map((n) => ({ n, dimensions: DIMENSIONS, data: 'real', queries })))
  if (!smoke && asked(1_000_000)) tasks.push({ n: 1_000_000, dimensions: DIMENSIONS, data: 'clustered', queries: 50 })
  return tasks.toSorted((a, b) => a.n - b.n)
}

/**
 * @param {(task: object, truth?: unknown, deadlineMs?: number) => Promise<any>} ask @param {ReturnType<typeof plan>} tasks
 * @param {number} deadlineMs @param {(line: string) => void} log @param {readonly string[]} [wanted] engines
 */
async function measureAll(ask, tasks, deadlineMs, log, wanted) {
  /** @type {Row[]} */
  const rows = []
  /** @type {Map<string, number>} */
  const gaveUp = new Map()
  log(HEADER)
  for (const task of tasks) {
    const truth = await ask({ ...task, engine: 'exact' })
    log(`${task.n} ${task.data}: median gaps of the ten nearest ${truth.gaps.map((/** @type {number} */ gap) => gap.toFixed(4)).join(' ')}`)
    const all = task.n > 100_000 ? OWN.slice(0, 2) : [...(task.n < 10_000 ? OWN.slice(0, 1) : OWN), ...PEERS]
    const engines = all.filter((engine) => !wanted || wanted.includes(engine))
    for (const engine of engines) {
      const empty = { engine, n: task.n, dimensions: task.dimensions, data: task.data, buildMs: null, queryP50Ms: null }
      const nothing = { ...empty, queryP95Ms: null, recallAt10: null, bytes: null, reloadMs: null }
      const failedAt = gaveUp.get(engine) ?? Number.POSITIVE_INFINITY
      const row =
        task.n > failedAt
          ? { ...nothing, note: `not tried: did not finish ${failedAt} rows` }
          : await ask({ ...task, engine }, truth, OWN.includes(engine) ? 600_000 : deadlineMs).then(
              (row) => row ?? { ...nothing, note: `did not finish in ${deadlineMs / 1000} s` },
              (error) => ({ ...nothing, note: `failed: ${String(error.message).split('\n')[0]?.slice(0, 160)}` }),
            )
      if (row.queryP50Ms === null) gaveUp.set(engine, Math.min(failedAt, task.n))
      rows.push(row)
      log(line(row))
    }
  }
  return rows
}

const HEADER = 'engine                     n data        build ms   p50 ms   p95 ms  recall       MB  reload ms'

/** @param {Row} row */
function line({ engine, n, data, buildMs, queryP50Ms, queryP95Ms, recallAt10, bytes, reloadMs, note }) {
  const cell = (/** @type {number | null} */ value, /** @type {number} */ digits, /** @type {number} */ width) =>
    (value === null ? '-' : value.toFixed(digits)).padStart(width)
  const figures = [cell(buildMs, 0, 8), cell(queryP50Ms, 3, 8), cell(queryP95Ms, 3, 8), cell(recallAt10, 4, 7)]
  const rest = [cell(bytes === null ? null : bytes / 1e6, 1, 8), cell(reloadMs, 0, 10)]
  return `${engine.padEnd(20)} ${String(n).padStart(7)} ${data.padEnd(9)} ${[...figures, ...rest].join(' ')}${note ? `  ${note}` : ''}`
}

/** Installs the peers, embeds the real texts, builds the page; each where it is not there yet (the page always). */
async function prepare() {
  if (!existsSync(join(root, 'bench/index/node_modules'))) {
    const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: join(root, 'bench/index'),
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error('The indexes to compare with could not be installed (bench/index/package.json).')
  }
  await mkdir(folder, { recursive: true })
  await build({
    root: join(root, 'bench/index'),
    configFile: join(root, 'bench/index/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(folder, 'page') },
  })
  if (!existsSync(join(folder, 'real.f32'))) await runBench('index/real-vectors', [join(folder, 'real.f32')])
}

/** @type {import('node:http').RequestListener} */
function serve(request, response) {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const file = path.endsWith('/real.f32') ? join(folder, 'real.f32') : join(folder, 'page', path === '/' ? 'index.html' : path)
  if (path.includes('..') || !existsSync(file)) {
    response.writeHead(404).end()
    return
  }
  // isolated pages get a clock of 5 microseconds, others one of 100
  response.writeHead(200, {
    'Content-Type': MIME[/** @type {keyof typeof MIME} */ (extname(file))] ?? 'application/octet-stream',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  })
  createReadStream(file).pipe(response)
}
