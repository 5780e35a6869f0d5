/** client.js, the script tag's second half: a module that embed.js fetches from beside itself when a shelf is about to ask. */

import { clientOf } from '../element/client-part.js'
import type { Client } from '../element/load-client.js'
import { PagekinError } from '../errors.js'

/** `assets`: the folder of the script. The workers lie there too; on another origin they are fetched as text, for a Blob. */
export function clientFrom(assets: string): Client {
  return clientOf({
    assets,
    numbers: new URL('numbers.js', assets).href,
    workerText: (_worker, url) => fetchText(url),
    startAgain: (attempt) => import(/* @vite-ignore */ new URL(`recommender.js?attempt=${attempt}`, assets).href),
  })
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new PagekinError('worker-failed', `${url}: received status ${response.status}, expected 200`)
  return response.text()
}
