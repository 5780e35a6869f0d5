import { EmbeddingIndex } from 'client-vector-search'

export function create(_n, dimensions) {
  let rows = []
  let index
  return {
    add(ids, vectors) {
      rows = rows.concat(ids.map((id, i) => ({ id, embedding: Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions)) })))
      index = new EmbeddingIndex(rows)
    },
    search: async (query, k) => (await index.search(Array.from(query), { topK: k })).map(({ object }) => object.id),
  }
}
