import { describe, expect, test } from 'vitest'
import { catalogContext } from '../../cli/answer-context.js'
import { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import type { Item } from '../../types.js'
import { CatalogTags, tags } from './tags.js'

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
  test('an item has the tag that those like it have, although its own text does not say it', async () => {
    expect(await tagsOf(TITLES, 3)).toContain('kitchen')
    expect(await tagsOf(TITLES, 4)).not.toContain('kitchen')
  })

  test('a phrase that fewer than three items have is no tag', async () => {
    expect(await tagsOf(TITLES, 7)).toEqual([])
    expect(await tagsOf(TITLES, 0)).not.toContain('stovetop')
  })

  test('words that always stand together are one tag', async () => {
    expect(await tagsOf(TITLES, 5)).toEqual(['road bike'])
  })

  test('what every item has, and a catalog of one item, gives no tag', async () => {
    expect(await tagsOf(['red shoe', 'blue shoe', 'green shoe'], 0)).toEqual([])
    expect(await tagsOf(['red shoe'], 0)).toEqual([])
  })

  test('the engine tells the same tags, of an item by its id', async () => {
    const items = TITLES.map((title, at): Item => ({ id: `id ${at}`, title }))
    const context = { ...(await catalogContext(items, null)), interactions: [], now: 0 }
    expect((await tags({ id: 'id 3', limit: 3 }, context)).map(({ tag }) => tag)).toEqual(await tagsOf(TITLES, 3))
    expect(await tags({ id: 'id 3', limit: 1 }, context)).toHaveLength(1)
    await expect(tags({ id: '3', limit: 3 }, context)).rejects.toMatchObject({ code: 'item-unknown' })
  })
})

async function tagsOf(titles: readonly string[], row: number): Promise<string[]> {
  const items = titles.map((title, at): Item => ({ id: String(at), title }))
  const all = await CatalogTags.of(items, Bm25Index.build(items.map(itemFields)), () => undefined)
  return all.of(row, 3).map(({ tag }) => tag)
}
