import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { unwritable } from './input-files.js'

/** Adds bytes to the file. Resolves when all of them are written. */
export type Append = (bytes: Uint8Array | string) => Promise<void>

/**
 * Writes a file that appears whole or not at all: a run that is cut, or a full disk, leaves what was there before. A link is followed.
 * What is no regular file (a device, a pipe) is written to, never replaced.
 *
 * @param flag Named in errors, such as `--output`.
 * @param cwd A relative path starts here.
 * @param produce Awaits each `append` before the next.
 * @throws InputFileError when the file cannot be written; what `produce` throws.
 */
export async function writeOutput(flag: string, path: string, cwd: string, produce: (append: Append) => Promise<void>): Promise<void> {
  const refuse = unwritable(flag, path)
  const asked = resolve(cwd, path)
  const target = await realpath(asked).catch(() => asked)
  const there = await stat(target).catch(() => undefined)
  const isReplaced = !there || there.isFile()
  const written = isReplaced ? `${target}.${process.pid}.tmp` : target
  const file = await open(written, 'w', there?.mode).catch(refuse)
  try {
    // not `file.write`, which may write less than it is given
    await produce((bytes) => file.writeFile(bytes).catch(refuse))
    if (isReplaced) await file.sync().catch(refuse)
    await file.close().catch(refuse)
    if (isReplaced) await rename(written, target).catch(refuse)
  } catch (thrown) {
    await file.close().catch(() => {})
    if (isReplaced) await rm(written, { force: true })
    throw thrown
  }
}

/** `writeOutput` for a text that is there already. @throws InputFileError. */
export function writeText(flag: string, path: string, cwd: string, text: string): Promise<void> {
  return writeOutput(flag, path, cwd, (append) => append(text))
}

/**
 * Writes a file that appears whole or not at all, however many write it at the same time.
 *
 * @param unfinished Where its bytes are until they are whole, in the same folder. What is there is replaced; a link is not followed.
 * @throws what Node throws.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string, unfinished = `${path}.${randomUUID()}.tmp`): Promise<void> {
  try {
    await rm(unfinished, { force: true })
    await writeFile(unfinished, bytes, { flag: 'wx', flush: true })
    await rename(unfinished, path)
  } catch (thrown) {
    await rm(unfinished, { force: true })
    throw thrown
  }
}
