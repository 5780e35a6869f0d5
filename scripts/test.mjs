// @ts-check
/**
 * Runs every suite: lint and types, unit tests, the builds, the browser tests, sizes. Ends with one line over all of them,
 * `N passed, N failed`. `--all` adds the long suites. A suite that cannot run counts as one failure.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureBrowser } from './browser.mjs'

const all = process.argv.includes('--all')
const results = '.cache/results'
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

let passed = 0
let failed = 0
let skipped = 0

/** @param {string} name @param {string[]} command @param {Record<string, string>} [env] */
function run(name, [program, ...args], env = {}) {
  console.log(`\n> ${name}`)
  const { status, error } = spawnSync(/** @type {string} */ (program), args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(error.message)
  return status === 0
}

/** A step without counts of its own is one test. @param {string} name @param {string[]} command */
function step(name, command) {
  const ok = run(name, command)
  if (ok) passed++
  else failed++
  return ok
}

/** @param {string} file @param {(report: any) => { passed: number, failed: number, skipped: number }} read @param {boolean} ok */
function count(file, read, ok) {
  let report
  try {
    report = read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    report = { passed: 0, failed: 1, skipped: 0 }
  }
  passed += report.passed
  skipped += report.skipped
  // a runner that fails without a failed test (a file that does not load) still failed
  failed += ok ? report.failed : Math.max(1, report.failed)
}

step('lint', ['npx', 'biome', 'check', '.'])
step('types', ['npx', 'tsc', '-p', '.'])

const unit = run(
  'unit',
  ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}/unit.json`],
  all ? { PAGEKIN_ALL: '1' } : {},
)
count(
  `${results}/unit.json`,
  (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests }),
  unit,
)

step('rows', ['node', 'scripts/run-bench.mjs', 'rows/main', '--quick'])
step('text bench', ['node', 'scripts/run-bench.mjs', 'tables/text', '--smoke', '--only', 'magento'])

if (step('build', ['node', 'scripts/build.mjs']) && step('build the demo', ['node', 'scripts/build-demo.mjs'])) {
  step('sizes', ['npx', 'size-limit'])
  step('package', ['npx', 'publint', '--strict'])
  ensureBrowser()
  const browser = run('browser', ['npx', 'playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: `${results}/browser.json`,
  })
  count(
    `${results}/browser.json`,
    ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
    browser,
  )
}

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
