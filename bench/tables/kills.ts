import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * `npm run bench -- kills --seed 1 --runs 5000 --of worker --items 96`: kills at random moments, in Chromium (e2e/kills.spec.ts). Needs
 * `npm run build`. The encoder is one of tests, without a model. With 96 items there are drafts, with 24, the default, none. Prints the counts and the kills before the first failure; exit status 1 then.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    of: { type: 'string' },
    items: { type: 'string', default: '24' },
  },
})
const of = values.of ? { of: [values.of] } : {}
const { status } = spawnSync('npx', ['playwright', 'test', 'e2e/kills.spec.ts', '--reporter=line'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PAGEKIN_KILLS: JSON.stringify({ runs: Number(values.runs), seed: Number(values.seed), items: Number(values.items), ...of }),
  },
})
process.exit(status ?? 1)
