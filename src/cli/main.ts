import { run } from './run.js'
import { processStreams, type Streams } from './terminal.js'

// a reader that has seen enough (`| head`) closes the pipe: no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`standard output: cannot be written (${error.message})\n`)
  process.exit(1)
})
const code = await run(process.argv.slice(2), streams())
// timers of the runtime, of no use any more, would hold the process for a minute; what is written goes out first
process.stdout.write('', (error) => {
  // the listener above tells of an error
  if (!error) process.stderr.write('', () => process.exit(code))
})

/** A folder that was deleted under a shell has no name. */
function streams(): Streams {
  try {
    return processStreams()
  } catch (thrown) {
    process.stderr.write(`the working directory cannot be read: ${String(thrown)}\n`)
    process.exit(1)
  }
}
