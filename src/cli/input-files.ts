import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { decodeText } from '../catalog/decode-text.js'
import { PagekinError } from '../errors.js'
import type { Terminal } from './terminal.js'

/** A file of the user's cannot be read, or a line of it is not what is expected: exit code 1, where other `usage` errors are 2. */
export class InputFileError extends PagekinError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('usage', message, options)
  }
}

/**
 * The text of a file, or of standard input for `-`; without a byte order mark. Of a file in another encoding than UTF-8, a note is told on
 * standard error. @throws InputFileError.
 */
export async function readText(path: string, terminal: Pick<Terminal, 'readStdin' | 'cwd' | 'err'>): Promise<string> {
  try {
    if (path === '-') return (await terminal.readStdin()).replace(/^\ufeff/, '')
    const { text, note } = decodeText(await readFile(resolve(terminal.cwd, path)))
    if (note !== undefined) terminal.err(`${path}: ${note}\n`)
    return text.replace(/^\ufeff/, '')
  } catch (cause) {
    const reason = hasCode(cause, 'ENOENT') ? 'no such file' : hasCode(cause, 'EISDIR') ? 'received a folder, expected a file' : undefined
    throw new InputFileError(`${path}: ${reason ?? `could not be read (${String(cause)})`}`, { cause })
  }
}

/** For `catch`: what could not be written, and why. @throws InputFileError. */
export function unwritable(flag: string, path: string): (cause: unknown) => never {
  return (cause) => {
    throw new InputFileError(`${flag} ${path}: cannot be written${inTheWay(cause) ?? ` (${String(cause)})`}`, { cause })
  }
}

/** What an error of the system says of a file that stands where a folder is expected, or the other way round. */
function inTheWay(cause: unknown): string | undefined {
  const { dest, path, syscall } = cause as NodeJS.ErrnoException & { readonly dest?: string }
  const isFolder = hasCode(cause, 'EISDIR') || hasCode(cause, 'ERR_FS_EISDIR')
  const isFile = hasCode(cause, 'EEXIST') && syscall === 'mkdir'
  if (!isFolder && !isFile) return undefined
  const what = isFolder ? 'is a folder, expected a file or nothing' : 'is a file, expected a folder or nothing'
  return `: ${dest ?? path} ${what}. Move it away`
}

/**
 * The lines of a text, one question each, blank ones included so that answers stay in step with them; blank lines at the
 * end are no lines. Only `\n` and `\r\n` end a line: texts may hold the other line breaks of Unicode.
 */
export function linesOf(text: string): string[] {
  const trimmed = text.trimEnd()
  return trimmed === '' ? [] : trimmed.split('\n').map((line) => line.replace(/\r$/, ''))
}

/** Parses one line of a file of JSON lines. @throws InputFileError when it is not an object. */
export function parseLine(line: string, path: string, row: number): Record<string, unknown> {
  const value = objectOf(line)
  if (value) return value
  throw new InputFileError(`${path}, line ${row + 1}: ${receivedOf(line)}, expected a JSON object`)
}

/** Undefined for what is no JSON, and for JSON of another type. */
export function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** What an error says of a line. */
export function receivedOf(line: string): string {
  return `received ${JSON.stringify(line.slice(0, 60))}`
}

/** Whether it is an error of the system with this code. */
export function hasCode(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code
}
