import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command, Option } from 'commander'
import { isRecord } from '../catalog/rows.js'
import { hasCode, InputFileError } from './input-files.js'

/** In the working directory: a JSON object with values of flags, by their names without dashes (`maxItems` for `--max-items`). */
export const CONFIG_NAME = 'pagekin.config.json'

/** Gives the commands the values that the project's file has; flags overrule them. @throws InputFileError. */
export async function applyConfig(program: Command, cwd: string): Promise<void> {
  const config = await readConfig(cwd)
  const commands = [...program.commands, ...program.commands.flatMap(({ commands }) => commands)]
  const known = new Set(commands.flatMap(({ options }) => options.map((option) => option.attributeName())))
  for (const [name, value] of Object.entries(config)) {
    if (!known.has(name)) throw new InputFileError(`${CONFIG_NAME}: received "${name.slice(0, 60)}", expected the name of a flag`)
    for (const command of commands) {
      const option = command.options.find((option) => option.attributeName() === name)
      if (option) command.setOptionValueWithSource(name, parsed(option, value), 'config')
    }
  }
}

async function readConfig(cwd: string): Promise<Record<string, unknown>> {
  const path = resolve(cwd, CONFIG_NAME)
  try {
    const config: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (isRecord(config)) return config
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return {}
    throw new InputFileError(`${CONFIG_NAME}: could not be read (${String(cause)})`, { cause })
  }
  throw new InputFileError(`${CONFIG_NAME}: expected a JSON object with values of flags`)
}

/** A value as the flag would give it. @throws InputFileError. */
function parsed(option: Option, value: unknown): unknown {
  if (!option.parseArg || typeof value === 'boolean') return value
  const raw = typeof value === 'string' ? value : JSON.stringify(value)
  try {
    return option.parseArg(raw, undefined)
  } catch (cause) {
    throw new InputFileError(`${CONFIG_NAME}: ${option.attributeName()}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
