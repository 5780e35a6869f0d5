import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { hasCode, InputFileError } from '../input-files.js'

/** A file of the site as text. */
export interface HtmlFile {
  /** Below the folder, with slashes. */
  readonly file: string
  /** Null: not UTF-8. */
  readonly text: string | null
}

/** The folder itself, whatever links lead to it. @throws InputFileError where there is none. */
export async function folderAt(flag: string, path: string, cwd: string): Promise<string> {
  const folder = await realpath(resolve(cwd, path)).catch((cause) => {
    const why = hasCode(cause, 'ENOENT') ? 'no such folder' : `could not be read (${String(cause)})`
    throw new InputFileError(`${flag} ${path}: ${why}`, { cause })
  })
  if (!(await lstat(folder)).isDirectory()) throw new InputFileError(`${flag} ${path}: received a file, expected a folder`)
  return folder
}

/**
 * A folder below the site's, which may not be there yet. @throws InputFileError if it is elsewhere, or a link leads elsewhere.
 */
export async function folderBelow(flag: string, site: string, name: string): Promise<string> {
  const folder = resolve(site, name)
  const isBelow = (path: string) => path.startsWith(site + sep)
  let there = folder
  // the nearest that exists decides where the rest would be made
  while (!(await lstat(there).catch(() => null))) there = resolve(there, '..')
  const real = await realpath(there)
  if (isBelow(folder) && (real === site || isBelow(real))) return folder
  throw new InputFileError(`${flag}: received "${name.slice(0, 200)}", expected the name of a folder below ${site}`)
}

/** The HTML files of the site in the order of their names. Links are not followed; `without` and hidden folders are left out. */
export async function htmlFiles(site: string, without: string): Promise<HtmlFile[]> {
  const names = (await readdir(site, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.html?$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(without + sep))
    .map((path) => relative(site, path).split(sep).join('/'))
    .filter((file) => !file.split('/').some((part) => part === 'node_modules' || part.startsWith('.')))
    .sort()
  const files: HtmlFile[] = []
  // some at a time: a process may not open as many files as a site has
  for (let start = 0; start < names.length; start += AT_ONCE) {
    files.push(
      ...(await Promise.all(names.slice(start, start + AT_ONCE).map(async (file) => ({ file, text: await readHtml(site, file) })))),
    )
  }
  return files
}

/** @throws InputFileError. */
async function readHtml(site: string, file: string): Promise<string | null> {
  try {
    return textOf(await readFile(join(site, file)))
  } catch (cause) {
    throw new InputFileError(`--site: ${file}: could not be read (${String(cause)})`, { cause })
  }
}

const AT_ONCE = 64
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
