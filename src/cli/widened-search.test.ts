import { describe, expect, test } from 'vitest'
import type { Recommendations } from '../types.js'
import { cli } from './cli.test-helper.js'
import { widenedSearch } from './widened-search.js'

/** Names of items by how well they fit the text, and by how well they fit beside items like them. */
const BY_TEXT = ['a', 'b', 'c', 'd', 'e', 'f']
const BESIDE: Readonly<Record<string, readonly string[]>> = { 'a b c': ['f', 'd', 'e'], 'x a b c': ['e', 'f', 'd'] }

const answer = (ids: readonly string[]): Recommendations =>
  Object.assign(
    ids.map((id) => ({ item: { id, title: id }, score: 1, reasons: [] })),
    { sure: true },
  )
const ask = async ({ like = [], limit }: { readonly like?: readonly string[]; readonly limit: number }) =>
  answer((BESIDE[like.join(' ')] ?? BY_TEXT).slice(0, limit))
const idsOf = (found: Recommendations) => found.map(({ item }) => item.id).join(' ')

describe('a widened search', () => {
  test('keeps the first three results, and has behind them what is like them, as many as asked for', async () => {
    const found = await widenedSearch(ask, { limit: 5 })

    expect(idsOf(found)).toBe('a b c f d')
    expect(found.sure).toBe(true)
    expect(idsOf(await widenedSearch(ask, { limit: 6, like: ['x'] }))).toBe('a b c e f d')
  })

  test('is a search as it is where no more than three are asked for or found', async () => {
    expect(idsOf(await widenedSearch(ask, { limit: 3 }))).toBe('a b c')
    expect(idsOf(await widenedSearch(async () => answer(['a', 'b']), { limit: 5 }))).toBe('a b')
  })

  test('of the command line has the results of a plain one in another order', async () => {
    const files = {
      'shop.jsonl': ['Oak table', 'Oak chair', 'Oak bench', 'Pine oak shelf', 'Oak lamp with a shade', 'Copper kettle']
        .map((title, id) => `${JSON.stringify({ id: `${id}`, title })}\n`)
        .join(''),
    }
    const args = ['search', '--catalog', 'shop.jsonl', '--query', 'oak', '--device', 'off', '--json']
    const [plain, widened] = [await cli(args, { files }), await cli([...args, '--widen'], { files })].map(({ out }) =>
      (JSON.parse(out).items as { readonly id: string }[]).map(({ id }) => id),
    )

    expect(widened!.slice(0, 3)).toEqual(plain!.slice(0, 3))
    expect(widened!.toSorted()).toEqual(plain!.toSorted())
  })

  test('with a rule of how many there may be of a kind is an error, because each of its two steps would count anew', async () => {
    const files = { 'shop.jsonl': '{"id":"1","title":"Oak table","brand":"Own"}\n' }
    const args = ['search', '--catalog', 'shop.jsonl', '--query', 'oak', '--device', 'off', '--widen', '--rules']
    const { code, err } = await cli([...args, '{"atMost":{"brand":2}}'], { files })

    expect(code).toBe(2)
    expect(err).toContain('error: --widen: received --rules with atMost too, expected one of them: ')
    expect((await cli([...args, '{"pin":["1"]}'], { files })).code).toBe(0)
  })
})
