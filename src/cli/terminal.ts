import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/** What a command reads from and writes to; a test gives its own. */
export interface Terminal {
  /** Answers, and nothing else when they are JSON. */
  out(text: string): void | Promise<void>
  /** Everything that is not an answer. */
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

/** Control characters but line breaks and tabs, as pictures of them: a text of a catalog moves no cursor and sets no title. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (control) => (control < ' ' ? String.fromCodePoint(0x2400 + control.charCodeAt(0)) : '\u2421'))
}

/** The terminal of this process. `NO_COLOR` (no-color.org) turns colours off. */
export function processTerminal(): Terminal {
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
