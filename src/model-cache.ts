/** The Cache API's name of the model files that pages have loaded. */
export const MODEL_CACHE = 'pagekin-models-v1'

/** Where the Cache API is missing or denied there are none to delete. */
export async function deleteModelFiles(): Promise<void> {
  try {
    await caches.delete(MODEL_CACHE)
  } catch {
    // nothing was kept
  }
}
