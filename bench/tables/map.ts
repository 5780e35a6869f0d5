/** `npm run bench -- map`, after `npm run build`: frames of the map of 10,000 items while it is zoomed and moved, in Chromium. */
import { spawnSync } from 'node:child_process'

const { status } = spawnSync('npx', ['playwright', 'test', 'map.measure.ts', '--reporter=line'], {
  stdio: 'inherit',
  env: { ...process.env, PAGEKIN_MEASURE: 'map' },
})
process.exitCode = status ?? 1
