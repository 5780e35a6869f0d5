import { HNSW } from 'mememo'

export function create(_n, dimensions) {
  const index = new HNSW({ distanceFunction: 'cosine-normalized', useIndexedDB: false, seed: 1 })
  return {
    note: 'in memory',
    add: (ids, vectors) =>
      index.bulkInsert(
        ids,
        ids.map((_, i) => Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions))),
      ),
    search: async (query, k) => (await index.query(Array.from(query), k)).keys,
  }
}
