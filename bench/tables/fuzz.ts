import { parseArgs } from 'node:util'
import { fuzz } from '../fuzz/fuzz.js'

/** `npm run bench -- fuzz --runs 1000000 --seed 1`: hostile strings for every reader of what others wrote. Exit status 1 if one has another answer than it may. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } })
const begun = performance.now()
const { strings, refused, timed, findings } = await fuzz(Number(values.runs), Number(values.seed))

const seconds = ((performance.now() - begun) / 1000).toFixed(0)
console.log(
  `seed ${values.seed}: ${strings} strings, ${refused} refused, ${timed} timed at two lengths, ${findings.length} findings, ${seconds} s`,
)
for (const { target, text, why } of findings.slice(0, 40)) console.log(`\n${target}: ${JSON.stringify(text.slice(0, 400))}\n  ${why}`)
process.exit(findings.length > 0 ? 1 : 0)
