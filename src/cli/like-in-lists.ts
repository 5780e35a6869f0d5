import type { Request } from '../engine/answers/context.js'
import { similar } from '../engine/answers/similar.js'
import { CatalogRows } from '../engine/catalog-rows.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import type { ListedVectors } from '../pack/lists/fit-lists.js'
import type { LikeOf } from '../pack/lists/write-lists.js'
import { VectorSample } from '../ranking/vector-sample.js'
import type { Item } from '../types.js'
import { FlatIndex } from '../vectors/flat-index.js'
import { createKernel } from '../vectors/kernel/kernel.js'

/** The items like an item as an engine answers that has these items alone, and the words' statistics of all. */
export function likeIn({ items, encoder: { dimensions }, codes, scales }: ListedVectors, limit: number, now: number): LikeOf {
  const request: Request = { limit }
  // when the rest of the pack is made: of many items it takes more memory than they do
  let made: ReturnType<typeof wordsOf> | undefined
  const placeOf = new Map(items.map(({ id }, place) => [id, place]))
  return (among, asked, centre) => {
    made ??= wordsOf(items)
    const { words, whole } = made
    const rows = new CatalogRows()
    // copies, so that what is kept of an item's words goes with them
    const own = Array.from(among, (place) => ({ ...items[place]! }))
    rows.replace({ items: own, hashes: own.map(({ id }) => id) })
    // without relaxed SIMD: the same bytes on every machine
    const index = new FlatIndex(dimensions, { kernel: createKernel({ relaxed: false }), capacity: among.length })
    index.resize(among.length)
    among.forEach((place, row) => void index.setCodes(row, codes.subarray(place * dimensions, (place + 1) * dimensions), scales[place]!))
    index.setCentre(centre)
    const ofThese = words.rearranged(Int32Array.from(among), () => []).within(whole)
    const context = { rows, words: ofThese, vectors: { index, sample: new VectorSample(index) }, interactions: [], now }
    return Array.from(asked, (place) =>
      Uint32Array.from(similar([items[place]!.id], request, context), ({ item }) => placeOf.get(item.id)!),
    )
  }
}

function wordsOf(items: readonly Item[]) {
  const words = Bm25Index.build(fieldsOf(items))
  return { words, whole: { rows: items.length, meanLength: words.meanLength, counts: { get: (term: string) => words.countOf(term) } } }
}

/** One by one, so that no text is held beside its item. */
function* fieldsOf(items: readonly Item[]) {
  for (const item of items) yield itemFields(item)
}
