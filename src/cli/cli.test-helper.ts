import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from './run.js'

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** An empty folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pagekin-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a command line in this process, in a folder with these files. */
export async function cli(
  args: readonly string[],
  { files = {}, stdin = '', cwd = scratchFolder() }: { files?: Readonly<Record<string, string>>; stdin?: string; cwd?: string } = {},
): Promise<CliResult> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  let out = ''
  let err = ''
  const code = await run(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    readStdin: async () => stdin,
    async *stdin() {
      yield new TextEncoder().encode(stdin)
    },
    cwd,
    outColumns: undefined,
    bar: undefined,
    colour: false,
  })
  return { code, out, err }
}

export const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
