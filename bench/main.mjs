// @ts-check
/**
 * `npm run bench -- <name> [flags]` runs the table `bench/tables/<name>.ts`, or for `index` that of bench/index/run.mjs. Without a name it prints the figures that README
 * quotes (`--smoke` runs each once, shortly) and builds what is missing:
 *
 * 1. The demo in a browser: first visit (embedding, frames of the page), second visit, the store (bench/browser/*.measure.ts).
 * 2. The shelves of 60 items against what a shop assistant would name (e2e/fixtures/expected-shelves.json): by words and vectors, by words, by BM25 alone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { ensureBrowser } from '../scripts/browser.mjs'
import { benchIndex } from './index/run.mjs'
import { runBench } from './run.mjs'

const [table, ...flags] = process.argv.slice(2)
if (table === 'index') process.exit(await benchIndex(flags))
if (table && !table.startsWith('-')) process.exit(await runBench(`tables/${table}`, flags))

const smoke = process.argv.includes('--smoke')
const LIMIT = 8

/** @param {string[]} command @param {Record<string, string>} [env] */
function run([program, ...args], env = {}) {
  const { status } = spawnSync(/** @type {string} */ (program), args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}

if (!existsSync('demo-dist/index.html')) run(['npm', 'run', 'build:demo'])
ensureBrowser()
run(['npx', 'playwright', 'test', '--reporter=line'], { PAGEKIN_MEASURE: smoke ? 'smoke' : '1' })
shelves()
await runBench('tables/shelves', [])

function shelves() {
  /** @type {{ id: string, expected: string[] }[]} */
  const expected = JSON.parse(readFileSync('e2e/fixtures/expected-shelves.json', 'utf8'))
  const asked = smoke ? expected.slice(0, 5) : expected
  writeFileSync('.cache/ids.txt', asked.map(({ id }) => id).join('\n'))
  for (const [name, device] of [
    ['words and vectors', 'wasm'],
    ['words', 'off'],
  ]) {
    const { stdout, status } = spawnSync(
      process.execPath,
      [
        'dist/cli.js',
        'similar',
        '--catalog',
        'demo-dist/shop.json',
        '--ids',
        '.cache/ids.txt',
        '-k',
        String(LIMIT),
        '--device',
        /** @type {string} */ (device),
        '--json',
        '--quiet',
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 },
    )
    if (status !== 0) process.exit(1)
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const named = asked.reduce((sum, { expected }) => sum + expected.length, 0)
    const found = asked.reduce(
      (sum, { expected }, i) =>
        sum + expected.filter((id) => answers[i].items.some((/** @type {{ id: string }} */ item) => item.id === id)).length,
      0,
    )
    console.log(
      JSON.stringify({
        measure: `shelves of ${LIMIT}`,
        ranking: name,
        items: asked.length,
        named,
        found,
        share: Math.round((found / named) * 1000) / 1000,
      }),
    )
  }
}
