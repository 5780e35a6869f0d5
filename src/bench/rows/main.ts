import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PAPERS } from './papers.js'
import { coldLine, tally, toJson, toLine, toMarkdown } from './report.js'
import { runRows } from './run.js'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    family: { type: 'string' },
    row: { type: 'string' },
  },
})
const { json, quick, family, row } = values
if (family !== undefined && !PAPERS.some((paper) => paper.family === family)) {
  throw new Error(`--family: received ${family}, expected F1 to F14`)
}
if (row !== undefined && !PAPERS.some(({ n }) => String(n) === row))
  throw new Error(`--row: received ${row}, expected 1 to ${PAPERS.length}`)

const begun = performance.now()
const { rows, cold } = await runRows({
  quick,
  ...(family !== undefined && { family }),
  ...(row !== undefined && { row: Number(row) }),
  onRow(line, seconds) {
    if (!json) console.log(toLine(line))
    if (seconds > 1) console.error(`   ${line.id}: ${seconds.toFixed(1)} s`)
  },
})
if (json) console.log(toJson(rows))
if (!quick && family === undefined && row === undefined) writeFileSync('ROWS.md', toMarkdown(rows))
const seconds = ((performance.now() - begun) / 1000).toFixed(1)
console.error(`${rows.length} rows: ${tally(rows)}. ${seconds} s; ${coldLine(cold)}`)
