import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { oneLine } from '../../src/catalog/plain-text.js'

/** A package that is installed here, with the README that its authors wrote. */
export interface Readme {
  readonly id: string
  readonly title: string
  /** What stands in package.json, which is a search for the package. It is not in `description`. */
  readonly query: string
  /** The README without code, tags and the query. */
  readonly description: string
}

/** An encoder reads the beginning of a text of this many characters. */
const FEWEST_CHARACTERS = 3000
const FEWEST_WORDS = 4
const PASSAGE_CHARACTERS = 900
const MOST_PASSAGES = 24
const NOT_PROSE = /```[\s\S]*?```|<[^>]*>|!?\[([^\]]*)\]\([^)]*\)/g

/** Packages whose README is long. Of those with one description, which belong together, the first. */
export function longReadmes(folder = 'node_modules'): Readme[] {
  const found = new Map<string, Readme>()
  for (const id of packagesIn(folder)) {
    const own = join(folder, id)
    if (!existsSync(join(own, 'package.json'))) continue
    const { description: said = '' } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as { description?: string }
    const query = oneLine(said).replace(/\.$/, '')
    const file = readdirSync(own).find((name) => /^readme(?:\.md)?$/i.test(name))
    if (!file || query.split(' ').length < FEWEST_WORDS || found.has(query)) continue
    const text = oneLine(readFileSync(join(own, file), 'utf8').replace(NOT_PROSE, ' $1 '))
    const description = text.replaceAll(new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), '')
    if (description.length >= FEWEST_CHARACTERS) found.set(query, { id, title: id.replaceAll(/[@/-]/g, ' ').trim(), query, description })
  }
  return [...found.values()]
}

function packagesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((own) => `${name}/${own}`) : [name],
  )
}

/** Pieces of whole words, the first ones, each after the title. */
export function passagesOf({ title, description }: Readme): string[] {
  const found: string[] = []
  for (let rest = description; rest !== '' && found.length < MOST_PASSAGES; ) {
    const end = rest.length <= PASSAGE_CHARACTERS ? rest.length : Math.max(rest.lastIndexOf(' ', PASSAGE_CHARACTERS), 1)
    found.push(`${title}. ${rest.slice(0, end)}`)
    rest = rest.slice(end).trim()
  }
  return found
}
