/**
 * The script tag: `<script async src=".../embed.js" data-catalog="/catalog.json"></script>`.
 * Defines `<page-kin>`, draws the shelf of the tag and sets `window.Pagekin`. Whatever goes wrong is one warning on the
 * console, and a `kin-error` event on the shelf; the page never sees an exception.
 */
import type { Delivery } from '../client/config.js'
import { createRecommenderFrom } from '../client/create-recommender.js'
import { PagekinError } from '../errors.js'
import type { Recommender, RecommenderOptions } from '../types.js'
import { definePageKin } from '../widget/define.js'
import { warnOf } from '../widget/warn.js'
import { findScript } from './find-script.js'
import { installGlobal } from './page-global.js'
import { completeLater, placeShelf } from './place-shelf.js'
import { readTag } from './shelf-attributes.js'

try {
  start(findScript())
} catch (thrown) {
  warnOf(PagekinError.from(thrown, 'usage', 'embed.js'))
}

function start(script: HTMLScriptElement | undefined): void {
  const delivery = besideScript(script)
  const create = (options: RecommenderOptions): Promise<Recommender> => createRecommenderFrom(delivery, options)
  definePageKin(create)
  installGlobal(__PAGEKIN_VERSION__, create)
  if (!script) return
  const tag = readTag(script)
  placeShelf(script, tag)
  completeLater(tag)
}

/** The workers lie beside the script; on another origin they are fetched as text, for a Blob. */
function besideScript(script: HTMLScriptElement | undefined): Delivery {
  return {
    assets: new URL('.', script?.src || document.baseURI).href,
    async workerText(_worker, url) {
      const response = await fetch(url)
      if (!response.ok) throw new PagekinError('worker-failed', `${url}: received status ${response.status}, expected 200`)
      return response.text()
    },
  }
}
