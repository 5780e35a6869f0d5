import type { AttributeValue } from './types.js'

/** Columns in which a catalog links items. */
const LINKS =
  /^(?:(?:crosssells?|related|accessor(?:y|ies)|complements?)(?:products?)?(?:ids?|skus?)?|goeswith|(?:frequently)?boughttogether|completethelook)$/

/** What a column that links items holds, an entry each; nothing if its name is another. */
export function linksIn(name: string, value: AttributeValue): string[] {
  if (!LINKS.test(name.toLowerCase().replace(/[\s_-]/g, ''))) return []
  const texts = Array.isArray(value) ? (value as readonly string[]) : String(value).split(/[,;|\n]/)
  return texts.map((text) => text.trim())
}

/** Whether a column holds ids of other items, which say nothing of this one. Accessories may also be told in words. */
export function namesOthers(name: string, value: AttributeValue): boolean {
  const links = linksIn(name, value)
  return links.length > 0 && links.every((link) => /^(?=.*[\d_-])\S+$/.test(link))
}
