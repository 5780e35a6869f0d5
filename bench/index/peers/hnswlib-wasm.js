/** The settings are the package's `defaultParams`, with its advice for efSearch. */
export async function create(n, dimensions) {
  // its loader takes a page for granted
  globalThis.window ??= globalThis
  globalThis.document ??= { currentScript: null, baseURI: location.href }
  const { loadHnswlib } = await import('hnswlib-wasm')
  const lib = await loadHnswlib()
  const index = new lib.HierarchicalNSW('cosine', dimensions, '')
  index.initIndex(n, 32, 128, 100)
  index.setEfSearch(128)
  const ids = []
  return {
    note: 'M 32, efConstruction 128, efSearch 128',
    add(names, vectors) {
      const rows = names.map((_, i) => vectors.slice(i * dimensions, (i + 1) * dimensions))
      index.addPoints(
        rows,
        names.map((_, i) => ids.length + i),
        false,
      )
      ids.push(...names)
    },
    search: (query, k) => Array.from(index.searchKnn(query, k, undefined).neighbors, (label) => ids[label]),
  }
}
