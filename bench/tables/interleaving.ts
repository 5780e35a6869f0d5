import { parseArgs } from 'node:util'
import { interleave } from '../interleaving/interleaving.js'

/** `npm run bench -- interleaving --runs 10000 --seed 1`: random scripts of calls by two tabs against a model. Prints the shortest script that breaks what must hold; exit status 1 then. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } })
const begun = performance.now()
const found = await interleave(Number(values.runs), Number(values.seed))

const seconds = ((performance.now() - begun) / 1000).toFixed(0)
console.log(`seed ${values.seed}: ${values.runs} scripts, ${found ? 'one fails' : 'none fails'}, ${seconds} s`)
if (found) console.log(found)
process.exit(found ? 1 : 0)
