import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isPackFileName } from '../pack/manifest.js'
import { openPack, type Pack } from '../pack/open-pack.js'
import type { PackFile } from '../pack/write-pack.js'
import { InputFileError } from './input-files.js'

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

/**
 * Puts a pack into a folder in place of the one there. Files that are there already are not written again; the manifest comes
 * after all it names, and what it no longer names is deleted after that: whenever the run is cut, the folder holds the old
 * pack or the new one, whole. Files that are none of a pack's are let be.
 *
 * @throws InputFileError when the folder cannot be written.
 */
export async function writePackFolder(folder: string, files: AsyncIterable<PackFile>): Promise<WrittenPack> {
  const bytes: Record<string, number> & { total: number } = { total: 0 }
  const named = new Set<string>()
  let written = 0
  try {
    await mkdir(folder, { recursive: true })
    for await (const file of files) {
      if (await writeIfOther(join(folder, file.name), file.bytes)) written++
      named.add(file.name)
      bytes[file.part] = (bytes[file.part] ?? 0) + file.bytes.length
      bytes.total += file.bytes.length
    }
    const left = (await readdir(folder)).filter((name) => !named.has(name) && (isPackFileName(name) || isUnfinished(name)))
    for (const name of left) await rm(join(folder, name), { force: true })
    return { files: { written, kept: named.size - written, deleted: left.length }, bytes }
  } catch (cause) {
    throw new InputFileError(`--out ${folder}: cannot be written (${String(cause)})`, { cause })
  }
}

/** The file appears whole or not at all. False where it is there already, byte for byte. */
async function writeIfOther(path: string, bytes: Uint8Array): Promise<boolean> {
  if (await holds(path, bytes)) return false
  const unfinished = `${path}.${process.pid}.tmp`
  await writeFile(unfinished, bytes, { flush: true })
  await rename(unfinished, path)
  return true
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await stat(path)).size === bytes.length && Buffer.from(bytes).equals(await readFile(path))
  } catch {
    return false
  }
}

/** Left by a run that was cut. */
function isUnfinished(name: string): boolean {
  const [, of] = /^(.+)\.\d+\.tmp$/.exec(name) ?? []
  return of !== undefined && (of === 'manifest.json' || isPackFileName(of))
}
