import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PAPERS } from './papers.js'
import { coldLine, newFailures, statesIn, tally, toJson, toLine, toMarkdown } from './report.js'
import { runRows } from './run.js'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    family: { type: 'string' },
    row: { type: 'string' },
  },
})
const FILE = 'ROWS.md'
const { json, quick, family, row } = values
if (family !== undefined && !PAPERS.some((paper) => paper.family === family)) {
  throw new Error(`--family: received ${family}, expected F1 to F14`)
}
if (row !== undefined && !PAPERS.some(({ n }) => String(n) === row))
  throw new Error(`--row: received ${row}, expected 1 to ${PAPERS.length}`)

/**
 * `npm run rows`: `--family F3` or `--row 28` some of them, `--quick` what takes seconds, `--json` one document. What has run is written to
 * ROWS.md, unless `--quick`: that ends with 1 where a row fails that does not there.
 */
const begun = performance.now()
const { rows, cold } = await runRows({
  quick,
  ...(family !== undefined && { family }),
  ...(row !== undefined && { row: Number(row) }),
  onRow(line, seconds) {
    if (!json) console.log(toLine(line))
    // line by line: a run that is cut keeps what it found
    if (!quick) writeFileSync(FILE, toMarkdown([line], written()))
    if (seconds > 1) console.error(`   ${line.id}: ${seconds.toFixed(1)} s`)
  },
})
if (json) console.log(toJson(rows))
const failures = newFailures(rows, statesIn(written())).map(({ id }) => id)
if (failures.length > 0) {
  console.error(`fail, and do not in ${FILE}: ${failures.join(', ')}`)
  process.exitCode = 1
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1)
console.error(`${rows.length} rows: ${tally(rows.map(({ state }) => state))}. ${seconds} s; ${coldLine(cold)}`)

function written(): string {
  return existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
}
