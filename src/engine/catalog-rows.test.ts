import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CatalogRows, type HashedCatalog } from './catalog-rows.js'

const catalogs = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'), fc.constantFrom('h1', 'h2'))

function catalogOf(hashById: Record<string, string>): HashedCatalog {
  const ids = Object.keys(hashById)
  return { items: ids.map((id) => ({ id, title: id })), hashes: ids.map((id) => hashById[id]!) }
}

test('one catalog in place of another names the rows with new texts and the removed ones, keeps the others, and is that catalog', () => {
  fc.assert(
    fc.property(fc.array(catalogs, { minLength: 1, maxLength: 5 }), (versions) => {
      const rows = new CatalogRows()
      let before: Record<string, string> = {}
      for (const after of versions) {
        const rowsBefore = new Map(Object.keys(before).map((id) => [id, rows.rowOf(id)!]))
        const { text, removed } = rows.replace(catalogOf(after))

        const ids = Object.keys(after)
        expect([...text].sort()).toEqual(
          ids
            .filter((id) => after[id] !== before[id])
            .map((id) => rows.rowOf(id)!)
            .sort(),
        )
        expect([...removed].sort()).toEqual(
          Object.keys(before)
            .filter((id) => !Object.hasOwn(after, id))
            .map((id) => rowsBefore.get(id)!)
            .sort(),
        )
        for (const id of ids) if (rowsBefore.has(id)) expect(rows.rowOf(id)).toBe(rowsBefore.get(id))
        expect(rows.count).toBe(ids.length)
        expect(new Set(ids.map((id) => rows.rowOf(id))).size).toBe(ids.length)
        expect(Object.fromEntries(rows.items.flatMap((item, row) => (item ? [[item.id, rows.hashes[row]]] : [])))).toEqual(after)
        before = after
      }
    }),
  )
})
