import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * `npm run bench -- soak --queries 10000 --updates 200 --mounts 300 --restores 50`: heaps, WebAssembly memories, workers, listeners and
 * nodes before and after, in Chromium (e2e/faults/memory.spec.ts); then a part of it with the built-in encoder. Needs `npm run build`. Exit
 * status 1 if anything grew.
 */
const counts = { queries: 10_000, updates: 200, mounts: 300, restores: 50 }
const { values } = parseArgs({ options: Object.fromEntries(Object.keys(counts).map((name) => [name, { type: 'string' }] as const)) })
for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] = Number(values[name] ?? counts[name])
const { status } = spawnSync('npx', ['playwright', 'test', 'e2e/faults/memory.spec.ts', '-g', '116:', '--reporter=line'], {
  stdio: 'inherit',
  env: { ...process.env, PAGEKIN_SOAK: JSON.stringify(counts) },
})
process.exit(status ?? 1)
