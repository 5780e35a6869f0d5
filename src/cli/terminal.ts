import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/** What a run reads from and writes to; a test gives its own. */
export interface Streams {
  out(text: string): void | Promise<void>
  err(text: string): void
  readStdin(): Promise<string>
  /** The same in pieces, however long it is. */
  stdin(): AsyncIterable<Uint8Array>
  /** Asks a person; undefined where there is none. */
  readonly ask?: (question: string) => Promise<string>
  /** Relative paths start here. */
  readonly cwd: string
  /** Characters a line of standard output has; undefined where that is no terminal. */
  readonly outColumns: number | undefined
  /** Where a progress bar can be drawn. */
  readonly bar: NodeJS.WriteStream | undefined
  /** Whether answers may be coloured. */
  readonly colour: boolean
}

/** What a command has of them. Whatever a catalog says, it prints no control characters. */
export interface Terminal extends Streams {
  /** Answers for people. */
  out(text: string): void | Promise<void>
  /** Answers as JSON. */
  data(json: string): void | Promise<void>
  /** Everything that is not an answer. */
  err(text: string): void
}

export function terminalOf(streams: Streams): Terminal {
  return {
    ...streams,
    out: (text) => streams.out(printable(text)),
    // JSON itself escapes those below a space
    data: (json) => streams.out(json.replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`)),
    err: (text) => streams.err(printable(text)),
  }
}

export const BOLD = '\u001b[1m'
export const RESET = '\u001b[0m'

/** Control characters but line breaks, tabs and bold, as pictures of them: a text of a catalog moves no cursor and sets no title. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t](?:\[[01]m)?/gu, (found) => {
    if (found === BOLD || found === RESET) return found
    return (found < ' ' ? String.fromCodePoint(0x2400 + found.charCodeAt(0)) : '\u2421') + found.slice(1)
  })
}

/** The streams of this process. `NO_COLOR` (no-color.org) turns colours off. */
export function processStreams(): Streams {
  const { stdout, stderr, stdin } = process
  return {
    out: (text) => (stdout.write(text) ? undefined : once(stdout, 'drain').then(() => undefined)),
    err: (text) => void stderr.write(text),
    async readStdin() {
      const chunks: Buffer[] = []
      for await (const chunk of stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    },
    ...(stdin.isTTY && stderr.isTTY && { ask: asker(stdin, stderr) }),
    stdin: () => stdin as AsyncIterable<Uint8Array>,
    cwd: process.cwd(),
    outColumns: stdout.isTTY ? stdout.columns : undefined,
    bar: stderr.isTTY ? stderr : undefined,
    colour: stdout.isTTY === true && !process.env.NO_COLOR,
  }
}

/** Each question has an interface of its own, so that none keeps the process alive. */
function asker(input: NodeJS.ReadStream, output: NodeJS.WriteStream): (question: string) => Promise<string> {
  return async (question) => {
    const lines = createInterface({ input, output })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  }
}
