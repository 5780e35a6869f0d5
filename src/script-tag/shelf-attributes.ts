import { kebab, OPTIONS } from '../options.js'

/** `data-*` of the tag that are about the tag itself, not about the shelf. */
const OWN = new Set(['data-kin', 'data-target', 'data-demo'])
const NAMES = new Map(OPTIONS.map(({ name, scope }) => [kebab(name), scope]))

export interface TagOptions {
  /** Attributes for `<page-kin>`, by name. */
  readonly attributes: ReadonlyMap<string, string>
  /** Those of them that choose the recommender. */
  readonly engine: ReadonlyMap<string, string>
  /** Selector of the place for the shelf. */
  readonly target: string | undefined
  /** `data-*` that are no options. */
  readonly unknown: readonly string[]
}

/**
 * Reads the tag's `data-*`, its own attributes and nothing else of the page. Where the tag does not say, `assets` is the folder of the
 * script, and the page's own catalog is looked for.
 */
export function readTag(script: HTMLScriptElement): TagOptions {
  const attributes = new Map<string, string>()
  const unknown: string[] = []
  for (const { name, value } of Array.from(script.attributes)) {
    if (!name.startsWith('data-') || OWN.has(name)) continue
    const option = name.slice('data-'.length)
    if (NAMES.has(option)) attributes.set(option, value)
    else unknown.push(option)
  }
  if (!attributes.has('assets') && script.src) attributes.set('assets', new URL('.', script.src).href)
  // made-up items beside the script, to see a shelf before there is a catalog
  if (script.hasAttribute('data-demo')) attributes.set('catalog', new URL('demo.json', script.src || document.baseURI).href)
  if (!attributes.has('catalog') && !attributes.has('pack') && !attributes.has('discover')) attributes.set('discover', 'auto')
  const engine = new Map([...attributes].filter(([name]) => NAMES.get(name) === 'engine'))
  return { attributes, engine, target: script.getAttribute('data-target') ?? undefined, unknown }
}
