// @ts-check
/**
 * Breaks formulas on purpose (bench/mutants.list.mjs), one at a time and in memory only, and shows that the test of each notices.
 * `npm run mutants [-- NAME]` takes those whose file contains NAME. Exit code 1 where one survives or no longer applies.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { startVitest } from 'vitest/node'
import { mutants } from './mutants.list.mjs'

const wanted = process.argv[2] ?? ''
/** @type {string[]} */
const failures = []
let killed = 0

for (const { file, test, from, to } of mutants.filter((mutant) => mutant.file.includes(wanted))) {
  const name = `${file}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`
  const verdict = readFileSync(file, 'utf8').split(from).length === 2 ? await outcome(file, test, from, to) : 'does not apply'
  console.log(`${verdict.padEnd(14)} ${name}`)
  if (verdict === 'killed') killed++
  else failures.push(name)
}

console.log(`\n${killed} killed, ${failures.length} survived or did not apply`)
for (const name of failures) console.log(`  ${name}`)
process.exit(failures.length > 0 || killed === 0 ? 1 : 0)

/** @param {string} file @param {string} test @param {string} from @param {string} to */
async function outcome(file, test, from, to) {
  let mutated = false
  const mutate = {
    name: 'mutate',
    enforce: /** @type {const} */ ('pre'),
    /** @param {string} code @param {string} id */
    transform(code, id) {
      if (id.split('?')[0] !== resolve(file)) return
      mutated = true
      return { code: code.replace(from, () => to), map: null }
    },
  }
  const options = { watch: false, reporters: [{}], bail: 1, include: [test], fileParallelism: false }
  const vitest = await startVitest('test', [test], options, { plugins: [mutate] })
  const modules = vitest.state.getTestModules()
  const ran = modules.length === 1 && modules[0]?.children.size !== 0
  const failed = modules.some((module) => module.state() === 'failed')
  await vitest.close()
  // vitest marks a failed run as this process's failure: here it is what was hoped for
  process.exitCode = 0
  if (!mutated || !ran) return 'did not run'
  return failed ? 'killed' : 'survived'
}
