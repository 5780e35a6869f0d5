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

/**
 * `names`: the tests that failed, be it on a first try only.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, names?: string[] }} Counts
 */

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
  /** @type {Counts} */
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
  // named at the end too: what a runner printed is far above by then
  told.push(...(counts.names ?? []).map((test) => `  ${test}`))
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
      names: report.testResults.flatMap((/** @type {any} */ { name, status, assertionResults }) =>
        // a file that does not load has no tests to name
        status === 'failed' && assertionResults.length === 0
          ? [name]
          : assertionResults
              .filter((/** @type {any} */ test) => test.status === 'failed')
              .map((/** @type {any} */ test) => `${name}: ${test.fullName}`),
      ),
    }),
  },
)

ensureBrowser()
step('browser', ['npx', 'playwright', 'test', '--reporter=list,json', ...quick('--grep-invert=@long|\\bfaults/')], {
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: `${results}/browser.json` },
  file: `${results}/browser.json`,
  read: ({ stats, suites }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    names: suites.flatMap(notAtOnce),
  }),
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
      return { passed: checks.length - absent - worse.length, failed: worse.length, skipped: absent, names: worse }
    },
  })
}

console.log(`\n${told.join('\n')}\n\n${line(total)}`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)

/**
 * @param {any} suite of Playwright's report
 * @returns {string[]} its tests that failed, or passed on a second try only
 */
function notAtOnce({ suites = [], specs = [] }) {
  const named = specs.flatMap((/** @type {any} */ { file, line, title, tests }) =>
    tests
      .filter((/** @type {any} */ { status }) => status === 'unexpected' || status === 'flaky')
      .map((/** @type {any} */ { status }) => `${status === 'flaky' ? 'on a second try: ' : ''}${file}:${line} ${title}`),
  )
  return [...named, ...suites.flatMap(notAtOnce)]
}

/** @param {string} filter */
function quick(filter) {
  return all ? [] : [filter]
}
