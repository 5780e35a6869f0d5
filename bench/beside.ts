import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Data and models that lie beside the repository and are no part of it. This file stays two folders deep, as its bundle is. */
const FOLDER = `${resolve('../shared')}/`

export function besideRepository(name: string): string {
  return FOLDER + name
}

/** Those of the folders that are not there. */
export function absentOf(names: readonly string[]): string[] {
  return names.filter((name) => !existsSync(besideRepository(name)))
}
