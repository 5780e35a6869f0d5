import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { embedUntil } from '../text-vectors.js'
import { PAPERS } from './papers.js'
import { coldLine, statesIn, type Tree, tally, toJson, toLine, toMarkdown, withRow, worseThan } from './report.js'
import { runRows } from './run.js'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    family: { type: 'string' },
    row: { type: 'string' },
    minutes: { type: 'string' },
    green: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})
const FILE = 'ROWS.md'
const { json, quick, family, row, minutes, green, record } = values
if (family !== undefined && !PAPERS.some((paper) => paper.family === family)) {
  throw new Error(`--family: received ${family}, expected F1 to F14`)
}
if (row !== undefined && !PAPERS.some(({ n }) => String(n) === row))
  throw new Error(`--row: received ${row}, expected 1 to ${PAPERS.length}`)

if (record && row === undefined) throw new Error('--record: expected --row beside it')
if (minutes !== undefined && !(Number(minutes) >= 0)) throw new Error(`--minutes: received ${minutes}, expected a number of minutes`)
const until = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(minutes) * 60_000
embedUntil(until)

/**
 * `npm run rows` runs all checks and writes ROWS.md whole. `--minutes 20` starts no check and embeds no new texts after
 * 20 minutes: what is left is absent. `--green` runs what ROWS.md records as green, and prints. `--family F3`, `--row 28`, `--quick` (checks that take seconds) and `--json`
 * (one document on standard output) only print. `--row 28 --record` writes that row into ROWS.md. Ends with 1 if a row came out worse than ROWS.md records it.
 */
const begun = performance.now()
const recorded = statesIn(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '')
const tree = treeOf()
const { rows, cold } = await runRows({
  quick,
  until,
  ...(family !== undefined && { family }),
  ...(row !== undefined && { row: Number(row) }),
  ...(green && { only: new Set([...recorded].filter(([, state]) => state === 'green').map(([n]) => n)) }),
  onRow(line, seconds) {
    const print = json ? console.error : console.log
    print(toLine(line))
    if (seconds > 1) console.error(`   ${line.id}: ${seconds.toFixed(1)} s`)
  },
})
if (json) {
  console.log(toJson(rows, tree, recorded))
} else if (!quick && !green && family === undefined && row === undefined) {
  const lacking = rows.filter(({ state, why }) => state === 'absent' && why.startsWith('data absent'))
  if (lacking.length === 0) writeFileSync(FILE, toMarkdown(rows, tree))
  else console.error(`${FILE} is not written: ${lacking.length} rows lack their data`)
}
if (record) writeFileSync(FILE, withRow(readFileSync(FILE, 'utf8'), rows[0]!, tree))
const worse = worseThan(recorded, rows).map(({ id }) => id)
if (worse.length > 0) {
  console.error(`worse than recorded in ${FILE}: ${worse.join(', ')}`)
  process.exitCode = 1
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1)
console.error(`${rows.length} rows: ${tally(rows.map(({ state }) => state))}. ${seconds} s; ${coldLine(cold)}`)

function treeOf(): Tree {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return { commit: git('rev-parse', 'HEAD').slice(0, 12), clean: git('status', '--porcelain', '--', '.', `:!${FILE}`) === '' }
  } catch {
    return { commit: 'unknown', clean: false }
  }
}
