import type { Delivery } from './config.js'

/**
 * How the npm package finds its own files. The `new URL(..., import.meta.url)` are written out because bundlers look
 * for exactly this form and emit the file it names; where one does not, the workers start from a Blob with the text that
 * worker-inline.js carries.
 */
export const delivery: Delivery = {
  assets: folderOf(import.meta.url),
  workers: {
    engine: new URL('./worker.js', import.meta.url).href,
    encoder: new URL('./encoder-worker.js', import.meta.url).href,
    formats: new URL('./formats.js', import.meta.url).href,
    explore: new URL('./explore.js', import.meta.url).href,
    tree: new URL('./tree.js', import.meta.url).href,
    rerank: new URL('./rerank.js', import.meta.url).href,
  },
  async workerText(worker) {
    const inline = await import('./worker-inline.js')
    return inline[worker]
  },
}

function folderOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/') + 1)
}
