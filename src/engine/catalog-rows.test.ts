import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CatalogRows, type HashedCatalog } from './catalog-rows.js'

const catalogs = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'), fc.constantFrom('h1', 'h2'))

function catalogOf(hashById: Record<string, string>): HashedCatalog {
  const ids = Object.keys(hashById)
  return { items: ids.map((id) => ({ id, title: id })), hashes: ids.map((id) => hashById[id]!) }
}

test('one catalog in place of another is that catalog, and says of each row where its item with this text was before', () => {
  fc.assert(
    fc.property(fc.array(catalogs, { minLength: 1, maxLength: 5 }), (versions) => {
      const rows = new CatalogRows()
      let before: Record<string, string> = {}
      for (const after of versions) {
        const { from, before: items } = rows.replace(catalogOf(after))

        const ids = Object.keys(after)
        const idsBefore = Object.keys(before)
        expect([...from]).toEqual(ids.map((id) => (after[id] === before[id] ? idsBefore.indexOf(id) : -1)))
        expect(items.map(({ id }) => id)).toEqual(idsBefore)
        expect(rows.items.map(({ id }) => id)).toEqual(ids)
        expect(rows.hashes).toEqual(Object.values(after))
        expect(ids.map((id) => rows.rowOf(id))).toEqual([...ids.keys()])
        before = after
      }
    }),
  )
})
