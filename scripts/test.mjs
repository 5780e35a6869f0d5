// @ts-check
/**
 * Runs every suite: lint and types, the builds, unit tests, browser tests. `--all` (`npm run test:all`) adds the tests tagged as
 * long, the bench of texts, and the checks of the rows that ROWS.md records as green. The last line counts over all suites. A suite that
 * cannot run counts as one failure.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ensureBrowser } from './browser.mjs'

const all = process.argv.includes('--all')
const results = '.cache/results'
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const told = []

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Runs a command, and counts what it reports. A step without a report is one test.
 *
 * @param {string} name
 * @param {string[]} command
 * @param {{ env?: Record<string, string>, file?: string, keepOutput?: boolean, read?: (report: any) => Counts }} [options]
 *   `file` holds the report that `read` counts; `keepOutput` writes standard output there.
 */
function step(name, [program, ...args], { env = {}, file, keepOutput = false, read } = {}) {
  console.log(`\n> ${name}`)
  const begun = performance.now()
  const { status, error, stdout } = spawnSync(/** @type {string} */ (program), args, {
    stdio: ['inherit', keepOutput ? 'pipe' : 'inherit', 'inherit'],
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...env },
  })
  if (error) console.error(error.message)
  const ok = status === 0
  let counts = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  if (file && read) {
    try {
      if (keepOutput) writeFileSync(file, stdout)
      counts = read(JSON.parse(readFileSync(file, 'utf8')))
      // a runner that fails without a failed test (a file that does not load) still failed
      if (!ok) counts.failed = Math.max(1, counts.failed)
    } catch (thrown) {
      console.error(`${name}: no report: ${thrown instanceof Error ? thrown.message : thrown}`)
      counts = { passed: 0, failed: 1, skipped: 0 }
    }
  }
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  told.push(`${name}: ${line(counts)} (${((performance.now() - begun) / 1000).toFixed(0)} s)`)
  return ok
}

/** @param {Counts} counts */
function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

step('lint', ['npx', 'biome', 'check', '.'])
step('types', ['npx', 'tsc', '-p', '.'])
if (step('build', ['node', 'scripts/build.mjs']) && step('build the demo', ['node', 'scripts/build-demo.mjs'])) {
  step('sizes', ['npx', 'size-limit'])
  step('package', ['npx', 'publint', '--strict'])
}

step(
  'unit',
  [
    'npx',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}/unit.json`,
    ...quick('--tags-filter=!long'),
  ],
  {
    file: `${results}/unit.json`,
    read: (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }),
  },
)

ensureBrowser()
step('browser', ['npx', 'playwright', 'test', '--reporter=list,json', ...quick('--grep-invert=@long|\\bfaults/')], {
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: `${results}/browser.json` },
  file: `${results}/browser.json`,
  read: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
})

if (all) {
  step('text bench', ['node', 'bench/run.mjs', 'tables/text', '--smoke', '--only', 'magento'])
  step('rows', ['node', 'bench/run.mjs', 'rows/main', '--json', '--green', '--minutes', '25'], {
    file: `${results}/rows.json`,
    keepOutput: true,
    read: (/** @type {{ rows: { data: string, state: string }[], worse: string[] }} */ { rows, worse }) => {
      // a check is a test: it passes if its row came out no worse than recorded, and is skipped without its data
      const checks = rows.filter(({ data }) => data !== '')
      const absent = checks.filter(({ state }) => state === 'absent').length
      return { passed: checks.length - absent - worse.length, failed: worse.length, skipped: absent }
    },
  })
}

console.log(`\n${told.join('\n')}\n\n${line(total)}`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)

/** @param {string} filter */
function quick(filter) {
  return all ? [] : [filter]
}
