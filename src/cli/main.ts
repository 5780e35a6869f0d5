import { run } from './run.js'
import { processTerminal } from './terminal.js'

// a reader that has seen enough (`| head`) closes the pipe: no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
const code = await run(process.argv.slice(2), processTerminal())
// timers of the runtime, of no use any more, would hold the process for a minute; what is written goes out first
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
