import { SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.js'

/** Tells on standard error how far a long piece of work is. */
export interface ProgressReport {
  update(done: number, total: number): void
  stop(): void
}

/** Work shorter than this is over before anybody wonders. */
const SILENT_MS = 500
/** Where no bar can be drawn: one line for each so many percent. */
const LINE_PERCENT = 10

/** A bar on a terminal, plain lines elsewhere, nothing when `quiet`. `what` names the things counted, for example `items embedded`. */
export function reportProgress(what: string, terminal: Terminal, quiet: boolean): ProgressReport {
  if (quiet) return { update() {}, stop() {} }
  const { bar } = terminal
  return bar ? drawnBar(what, bar) : plainLines(what, terminal)
}

function drawnBar(what: string, stream: NodeJS.WriteStream): ProgressReport {
  let begun: number | undefined
  const bar = new SingleBar({
    format: `{bar} {value}/{total} ${what}, {eta_formatted} left`,
    stream,
    hideCursor: true,
    clearOnComplete: true,
  })
  let drawn = false
  return {
    update(done, total) {
      begun ??= performance.now()
      if (!drawn && (done >= total || performance.now() - begun < SILENT_MS)) return
      if (!drawn) bar.start(total, done)
      drawn = true
      bar.setTotal(total)
      bar.update(done)
    },
    stop() {
      if (drawn) bar.stop()
    },
  }
}

function plainLines(what: string, terminal: Pick<Terminal, 'err'>): ProgressReport {
  let begun: number | undefined
  let next = 0
  return {
    update(done, total) {
      begun ??= performance.now()
      const percent = total > 0 ? (100 * done) / total : 100
      if (percent < next || performance.now() - begun < SILENT_MS) return
      terminal.err(`${done}/${total} ${what}\n`)
      next = (Math.floor(percent / LINE_PERCENT) + 1) * LINE_PERCENT
    },
    stop() {},
  }
}
