import { decodeEntities } from '../../catalog/plain-text.js'

/** What real shops write beyond the entities of the catalog room. */
const NAMED: Readonly<Record<string, string>> = {
  reg: '®',
  trade: '™',
  copy: '©',
  eacute: 'é',
  frac12: '½',
  deg: '°',
  ndash: '–',
  mdash: '—',
}

/** Decodes the basic entities, numeric ones and a few named ones, once; an entity that it does not know stays as it is. */
export function decodeHtmlEntities(text: string): string {
  const numbered = text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? entity
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal))
  })
  return decodeEntities(numbered)
}
