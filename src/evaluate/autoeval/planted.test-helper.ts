import { syntheticShop } from '../../../bench/t1/shop.js'
import { tokenize } from '../../lexical/tokens.js'
import type { Item, RejectedRow } from '../../types.js'
import { normalize } from '../../vectors/normalize.js'
import { type AutoevalParts, autoeval } from './autoeval.js'
import { wordRanker } from './rankers.js'
import type { AutoevalReport, EvaluatedEncoder } from './report.js'
import type { PageAnswers } from './settings.js'

const DIMENSIONS = 256

/** T1 without its duplicates and without the sentences that say nothing about an item, each item with a picture: nothing to find fault with. */
export function cleanShop(count = 200): Item[] {
  const { items, truth } = syntheticShop({ items: count, visitors: 1, duplicates: 0 })
  return items.map((item, row) => ({
    ...item,
    image: `/${item.id}.svg`,
    url: `/p/${item.id}`,
    description: item
      .description!.split(/(?<=\.) /)
      .filter((_, place) => truth[row]!.sentences[place] !== 'filler')
      .join(' '),
  }))
}

/** Words hashed to signed places (feature hashing: Weinberger et al., 2009): an encoder that knows no language and needs no model. */
export function bagEncoder(read: EvaluatedEncoder['read'] = (text) => ({ pieces: text.length / 4, unknown: 0 })): EvaluatedEncoder {
  return {
    name: 'bag',
    dimensions: DIMENSIONS,
    downloadBytes: 1_000,
    encodeMs: 1,
    read,
    async encode(texts) {
      const rows = new Float32Array(texts.length * DIMENSIONS)
      texts.forEach((text, row) => {
        for (const term of tokenize(text)) {
          let hash = 2166136261
          for (const character of term) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619)
          rows[row * DIMENSIONS + ((hash >>> 1) % DIMENSIONS)]! += hash & 1 ? 1 : -1
        }
      })
      return normalize(rows, DIMENSIONS)
    },
  }
}

/** A page that goes by words alone. */
export async function wordPage(items: readonly Item[]): Promise<PageAnswers> {
  const ranker = wordRanker(items)
  const mask = Uint8Array.from(items, ({ available }) => Number(available !== false))
  const ask = async (row: number, text: string | null, mask?: Uint8Array) =>
    Array.from(await ranker({ row, text, relevant: new Set() }, 0, mask))
  return {
    search: (text, limit) => ask(-1, text).then((rows) => rows.slice(0, limit)),
    similar: (row, limit) => ask(row, null).then((rows) => rows.slice(0, limit)),
    shelf: (row) => ask(row, null, mask).then((rows) => rows.slice(0, 10)),
    dispose() {},
  }
}

export function evaluateItems(
  items: readonly Item[],
  parts: Partial<AutoevalParts> = {},
  rejected: RejectedRow[] = [],
): Promise<AutoevalReport> {
  return autoeval({
    items,
    rejected,
    catalogBytes: 1_000,
    encoder: bagEncoder(),
    openPage: wordPage,
    now: () => 0,
    maxQueries: 60,
    ablateVectors: false,
    ...parts,
  })
}
