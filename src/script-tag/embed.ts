/**
 * The script tag: `<script async src=".../embed.js" data-catalog="/catalog.json"></script>`.
 * Defines `<page-kin>`, draws the shelf of the tag and sets `window.Pagekin`. Whatever goes wrong is one warning on the
 * console, and a `kin-error` event on the shelf; the page never sees an exception.
 */
import { definePageKin } from '../element/define.js'
import { once } from '../element/load-client.js'
import { nearestOption } from '../options.js'
import { warnUsage } from '../shelf/warn.js'
import { fetchClient } from './fetch-client.js'
import { findScript } from './find-script.js'
import { installGlobal } from './page-global.js'
import { placeShelf } from './place-shelf.js'
import { readTag } from './shelf-attributes.js'

// what it throws is told by the build, which wraps this file
start(findScript())

function start(script: HTMLScriptElement | undefined): void {
  const load = once(fetchClient(new URL('.', script?.src || document.baseURI).href))
  const tag = script && readTag(script)
  // no script of the page can count on one that comes when it comes: it draws in a task of its own, so that neither is long
  if (script?.async) setTimeout(defineQuietly, 0, load, tag?.engine)
  else definePageKin(load, tag?.engine)
  installGlobal(__PAGEKIN_VERSION__, async (options) => (await load()).create(options))
  if (tag) {
    placeShelf(script, tag)
    warnOfUnknown(tag.unknown)
  }
}

function defineQuietly(...given: Parameters<typeof definePageKin>): void {
  try {
    definePageKin(...given)
  } catch (thrown) {
    warnUsage(`embed.js: ${thrown}`)
  }
}

function warnOfUnknown(names: readonly string[]): void {
  for (const name of names) {
    const nearest = nearestOption(name)
    warnUsage(`embed.js: there is no option "data-${name}"` + (nearest ? `; did you mean "data-${nearest}"?` : ''))
  }
}
