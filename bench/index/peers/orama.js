import { create as createOrama, insertMultiple, load, save, search } from '@orama/orama'

export async function create(_n, dimensions) {
  const schema = { id: 'string', embedding: `vector[${dimensions}]` }
  const database = createOrama({ schema })
  const ask = async (db, query, k) => {
    const { hits } = await search(db, { mode: 'vector', vector: { value: query, property: 'embedding' }, similarity: -1, limit: k })
    return hits.map(({ id }) => id)
  }
  let saved
  return {
    async add(ids, vectors) {
      const rows = ids.map((id, i) => ({ id, embedding: Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions)) }))
      await insertMultiple(database, rows, 1000)
    },
    search: (query, k) => ask(database, Array.from(query), k),
    save() {
      saved = JSON.stringify(save(database))
    },
    async reload(query) {
      const again = createOrama({ schema })
      load(again, JSON.parse(saved))
      await ask(again, Array.from(query), 10)
    },
  }
}
