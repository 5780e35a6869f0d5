import { PagekinError } from './errors.js'

/** The Cache API's name of the model files that pages have loaded. */
export const MODEL_CACHE = 'pagekin-models-v1'
/** Of the files of packs in lists, and of what else of a pack a visit without a network needs. */
const PACK_CACHE = 'pagekin-pack-v1'

/** Undefined where the Cache API is missing or denied. */
export async function openPackCache(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(PACK_CACHE)
  } catch {
    return undefined
  }
}

/** Deletes the files of packs, which show what a visitor looked at, and with `models` those of models. Where the Cache API is missing or denied there are none. @throws PagekinError `storage-blocked`: they may still be there. */
export async function deleteCachedFiles(models: boolean): Promise<void> {
  try {
    await globalThis.caches?.delete(PACK_CACHE)
    if (models) await globalThis.caches?.delete(MODEL_CACHE)
  } catch (thrown) {
    // whoever may not delete could not write either
    if (thrown instanceof DOMException && thrown.name === 'SecurityError') return
    throw PagekinError.from(thrown, 'storage-blocked', 'clear: the files in the Cache API')
  }
}
