import { own } from '../own.js'
import { type Mode, modeOf } from '../shelf/question.js'
import { warnUsage } from '../shelf/warn.js'
import { readTag, type TagOptions } from './shelf-attributes.js'

/** Elements that are no shelf, and name a catalog of their own. */
const WITH_CATALOG = 'page-kin-topics:is([catalog],[pack])'
/** Options that say what a shelf shows. */
const SUBJECT = ['mode', 'item', 'seeds', 'query']

/**
 * Draws the shelf of the tag. Elements that the page wrote itself win: no other is added, unless the tag names a place for one, or what it
 * shows and none of them does. The same tag twice is one shelf. Elements behind the tag are parsed later: its shelf gives way to them then.
 */
export function placeShelf(script: HTMLScriptElement, tag: TagOptions): void {
  const shelf = pageHasShelves(tag) ? undefined : addShelf(script, tag)
  if (document.readyState !== 'loading') return
  const giveWay = () => {
    if (pageHasShelves(tag)) shelf?.remove()
  }
  document.addEventListener('DOMContentLoaded', giveWay, own({ once: true }))
}

/** Whether the page's own elements take the place of the tag's shelf. */
function pageHasShelves(tag: TagOptions): boolean {
  if (tag.target !== undefined) return false
  const written = Array.from(document.querySelectorAll('page-kin:not([data-kin-embed])'))
  const ofTag = (name: string) => tag.attributes.get(name)
  if (SUBJECT.some(ofTag)) return written.some((element) => subjectOf((name) => element.getAttribute(name)) === subjectOf(ofTag))
  return written.length > 0 || (!namesCatalog(tag) && document.querySelector(WITH_CATALOG) !== null)
}

/** Equal for shelves that show the same. */
function subjectOf(read: (name: string) => string | null | undefined): string {
  const [mode, item, seeds, query] = SUBJECT.map((name) => read(name) || undefined)
  return JSON.stringify([modeOf({ mode: mode as Mode | undefined, item: item ?? seeds, query }), item, seeds, query])
}

function namesCatalog({ attributes }: TagOptions): boolean {
  return attributes.has('catalog') || attributes.has('pack')
}

function addShelf(script: HTMLScriptElement, tag: TagOptions): Element | undefined {
  const { attributes } = tag
  // for a page that adds its elements itself
  if (attributes.get('discover') === 'off' && !namesCatalog(tag)) return undefined
  const shelf = document.createElement('page-kin')
  for (const [name, value] of attributes) shelf.setAttribute(name, value)
  shelf.setAttribute('data-kin-embed', '')
  if (Array.from(document.querySelectorAll('page-kin[data-kin-embed]')).some((other) => other.isEqualNode(shelf))) {
    warnUsage('embed.js: the same tag twice is one shelf')
    return undefined
  }
  insert(script, shelf, tag.target)
  followTag(script, shelf)
  return shelf
}

/** A page that goes to its next item without a reload may say so on the tag. */
function followTag(script: HTMLScriptElement, shelf: Element): void {
  new MutationObserver((changes) => {
    const { attributes } = readTag(script)
    for (const { attributeName } of changes) {
      if (!attributeName?.startsWith('data-')) continue
      const name = attributeName.slice('data-'.length)
      const value = attributes.get(name)
      if (value === undefined) shelf.removeAttribute(name)
      else shelf.setAttribute(name, value)
    }
  }).observe(script, own({ attributes: true }))
}

function insert(script: HTMLScriptElement, shelf: Element, selector: string | undefined): void {
  if (selector !== undefined) {
    const target = select(selector)
    if (target) {
      target.append(shelf)
      return
    }
    warnUsage(`embed.js: data-target: received "${selector}", expected a selector of an element on this page; the shelf follows the tag`)
  }
  // a tag in the head has no place of its own on the page
  if (script.isConnected && !script.closest('head')) script.after(shelf)
  else document.body?.append(shelf)
}

function select(selector: string): Element | null {
  try {
    return document.querySelector(selector)
  } catch {
    return null
  }
}
