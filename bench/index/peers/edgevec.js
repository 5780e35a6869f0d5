import init, { EdgeVec, EdgeVecConfig } from 'edgevec'

/** Its graph, by Euclidean distance: for unit vectors the order of cosines (asked for cosines, 0.9.0 finds the farthest). */
export async function create(_n, dimensions) {
  await init()
  const index = new EdgeVec(new EdgeVecConfig(dimensions))
  const ids = new Map()
  return {
    note: 'L2',
    add(names, vectors) {
      names.forEach((name, i) => ids.set(index.insert(vectors.subarray(i * dimensions, (i + 1) * dimensions)), name))
    },
    search: (query, k) => index.search(query, k).map(({ id }) => ids.get(id)),
    save: () => index.save('bench'),
    async reload(query) {
      const again = await EdgeVec.load('bench')
      again.search(query, 10)
    },
  }
}
