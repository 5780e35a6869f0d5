import { describe, expect, test } from 'vitest'
import { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import type { Item } from '../../types.js'
import { CatalogTags } from './tags.js'

const TITLES = [
  'stovetop espresso maker, kitchen',
  'espresso cups, kitchen',
  'espresso grinder, kitchen',
  'stovetop espresso pot',
  'road bike',
  'road bike helmet',
  'road bike lamp',
  'oak chair',
]

describe('tags', () => {
  test('an item has the tag that those like it have, although its own text does not say it', () => {
    expect(tagsOf(TITLES, 3)).toContain('kitchen')
    expect(tagsOf(TITLES, 4)).not.toContain('kitchen')
  })

  test('a phrase that fewer than three items have is no tag', () => {
    expect(tagsOf(TITLES, 7)).toEqual([])
    expect(tagsOf(TITLES, 0)).not.toContain('stovetop')
  })

  test('words that always stand together are one tag', () => {
    expect(tagsOf(TITLES, 5)).toEqual(['road bike'])
  })

  test('what every item has, and a catalog of one item, gives no tag', () => {
    expect(tagsOf(['red shoe', 'blue shoe', 'green shoe'], 0)).toEqual([])
    expect(tagsOf(['red shoe'], 0)).toEqual([])
  })
})

function tagsOf(titles: readonly string[], row: number): string[] {
  const items = titles.map((title, at): Item => ({ id: String(at), title }))
  return new CatalogTags(items, Bm25Index.build(items.map(itemFields))).of(row, 3).map(({ tag }) => tag)
}
