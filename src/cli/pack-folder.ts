import { execFile } from 'node:child_process'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { fileHash, jsonHash } from '../pack/file-hash.js'
import { fileNamesOf, neighboursName } from '../pack/manifest.js'
import { openPack, type Pack } from '../pack/open-pack.js'
import type { PackFile } from '../pack/write-pack.js'
import { hasCode, InputFileError, unwritable } from './input-files.js'
import { writeWhole } from './output-file.js'

/** What writing did. */
export interface WrittenPack {
  readonly files: { readonly written: number; readonly kept: number; readonly deleted: number }
  /** Of the whole pack, and of each part of it. */
  readonly bytes: Readonly<Record<string, number>> & { readonly total: number }
}

/** The pack that a folder holds. @throws PagekinError `pack-invalid`, `pack-newer`; what Node throws where there is none. */
export function openPackFolder(folder: string): Promise<Pack> {
  return openPack(async (name) => new Uint8Array(await readFile(join(folder, name))))
}

const LOCK_NAME = '.pagekin-pack.lock'
/** Longer than a process takes from finding a lock to taking it over. */
const SETTLE_MS = 200
/** Of `starttime` in /proc/PID/stat (proc(5)), counted from the field after the name. */
const START_FIELD = 19
/** A file of any version that is named by its content. */
const NAMED_BY_CONTENT =
  /^(?:items|vectors|neighbours|interactions|searches|index|lists|heads|cards|ids|terms)-([0-9a-f]{12,16})\.(?:json|bin)$/
const NAMED_BY_PLACE = /^neighbours\.([0-9a-f]+)\.json$/
const UNFINISHED_NAME = '.pagekin-pack.tmp'

/**
 * Runs `use` while no other process writes a pack to the folder, which is made when it is not there. A lock that a killed run has left
 * is taken over.
 *
 * @throws InputFileError when another process is writing there, or the folder cannot be written.
 */
export async function withLockedFolder<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const path = join(folder, LOCK_NAME)
  await mkdir(folder, { recursive: true }).catch(unwritable('--out', folder))
  const own = `${process.pid} ${await startOf(process.pid)}`
  for (let tries = 0; ; tries++) {
    try {
      const file = await open(path, 'wx')
      await file.writeFile(own)
      await file.close()
      // another run may have found the same lock of a killed one, and taken it over from us
      if (tries === 0 || (await after(SETTLE_MS).then(() => readLock(path))) === own) break
      throw new InputFileError(`--out ${folder}: another process is writing a pack there; wait for it`)
    } catch (cause) {
      if (cause instanceof InputFileError) throw cause
      if (!hasCode(cause, 'EEXIST')) return unwritable('--out', folder)(cause)
      // a lock that has just been made has no number yet
      const lock = (await readLock(path)) || (await after(SETTLE_MS).then(() => readLock(path)))
      if (tries > 0 || (await isHeld(lock))) {
        throw new InputFileError(
          `--out ${folder}: process ${parseInt(lock, 10)} is writing a pack there; wait for it, or delete ${LOCK_NAME}`,
          { cause },
        )
      }
      // it took a while to ask: another run may have taken the lock over meanwhile
      if ((await readLock(path)) === lock) await rm(path, { force: true }).catch(unwritable('--out', folder))
    }
  }
  try {
    return await use()
  } finally {
    await rm(path, { force: true })
  }
}

function readLock(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

/** The number of a killed run may be another process's by now, which has started later; a run that is stopped keeps both. */
async function isHeld(lock: string): Promise<boolean> {
  const [, number = '', start] = /^(\d+) ?(.*)$/.exec(lock) ?? []
  if (!isRunning(Number(number))) return false
  const startNow = await startOf(Number(number))
  return !start || !startNow || start === startNow
}

/** Signal 0 asks without sending; a process of another user refuses it, and runs. */
function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return hasCode(thrown, 'EPERM')
  }
}

/** When a process has started, in words of the system; empty where the system does not say. */
async function startOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'win32') {
      return await printed('powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`])
    }
    if (process.platform !== 'linux') return await printed('ps', ['-o', 'lstart=', '-p', String(pid)])
    // the second field, the name of the program, may have spaces and brackets
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)!.split(' ')
    return fields[START_FIELD] ?? ''
  } catch {
    return ''
  }
}

async function printed(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true })
  return stdout.trim()
}

/**
 * Puts a pack into a folder in place of the one there. Files that are there already are not written again; the manifest comes
 * after all it names. Files of packs that it does not name are deleted after that, of earlier versions and of runs that were cut, too:
 * whenever the run is cut, the folder holds the old pack or the new one, whole. No other file is touched.
 *
 * @param old The pack that the folder holds now.
 * @throws InputFileError when the folder cannot be written.
 */
export async function writePackFolder(folder: string, files: AsyncIterable<PackFile>, old: Pack | undefined): Promise<WrittenPack> {
  const bytes: Record<string, number> & { total: number } = { total: 0 }
  const named = new Set<string>()
  let written = 0
  try {
    await mkdir(folder, { recursive: true })
    for await (const file of files) {
      const path = join(folder, file.name)
      if (!(await holds(path, file.bytes))) {
        await writeWhole(path, file.bytes, join(folder, UNFINISHED_NAME))
        written++
      }
      named.add(file.name)
      bytes[file.part] = (bytes[file.part] ?? 0) + file.bytes.length
      bytes.total += file.bytes.length
    }
    const before = new Set(old && fileNamesOf(old.manifest))
    let deleted = 0
    for (const name of await readdir(folder)) {
      if (named.has(name) || !(before.has(name) || (await isOfPack(folder, name)))) continue
      await rm(join(folder, name), { force: true })
      deleted++
    }
    return { files: { written, kept: named.size - written, deleted }, bytes }
  } catch (cause) {
    return unwritable('--out', folder)(cause)
  }
}

/** Whether a file has the name of a file of a pack, and what that name or its checksum says: another's file may have the name. */
async function isOfPack(folder: string, name: string): Promise<boolean> {
  const [, hash] = NAMED_BY_CONTENT.exec(name) ?? []
  const [, place = ''] = NAMED_BY_PLACE.exec(name) ?? []
  const at = parseInt(place, 16)
  if (hash === undefined && name !== neighboursName(at)) return false
  try {
    const bytes = new Uint8Array(await readFile(join(folder, name)))
    if (hash !== undefined) return (await fileHash(bytes)).startsWith(hash)
    const { checksum, body } = JSON.parse(new TextDecoder().decode(bytes))
    return checksum === (await jsonHash([at, body]))
  } catch {
    return false
  }
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await stat(path)).size === bytes.length && Buffer.from(bytes).equals(await readFile(path))
  } catch {
    return false
  }
}
