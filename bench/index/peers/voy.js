// the package imports its wasm as a module, which no browser does: the same files, put together by hand
import * as glue from '../node_modules/voy-search/voy_search_bg.js'
import address from '../node_modules/voy-search/voy_search_bg.wasm?url'

export async function create(_n, dimensions) {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(address), { './voy_search_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  let voy = null
  let saved
  return {
    add(ids, vectors) {
      const embeddings = ids.map((id, i) => ({
        id,
        title: id,
        url: '',
        embeddings: Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions)),
      }))
      if (voy) voy.add({ embeddings })
      else voy = new glue.Voy({ embeddings })
    },
    search: (query, k) => voy.search(query, k).neighbors.map(({ id }) => id),
    save() {
      saved = voy.serialize()
    },
    async reload(query) {
      glue.Voy.deserialize(saved).search(query, 10)
    },
  }
}
