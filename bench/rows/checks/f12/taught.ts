import { search } from '../../../../src/engine/answers/search.js'
import { ndcgOf, openSearches, type SearchedCatalog, type TrainVectors, taughtBy } from '../../../text/taught-catalog.js'
import { round } from '../../check.js'
import { mean } from '../compare.js'

/** Catalogs with a log that `pack --searches` learns from. Of intents of bundles it says that they teach nothing. */
export const TAUGHT_SETS = ['Cranfield', 'MovieLens tags'] as const

const FOUND = 20

const opened = new Map<string, Promise<SearchedCatalog>>()

export function openTaught(name: (typeof TAUGHT_SETS)[number]): Promise<SearchedCatalog> {
  const known = opened.get(name) ?? openSearches(name)
  opened.set(name, known)
  return known
}

/** What a page finds of the searches of the test halves, that the searches of the dev halves taught. */
export interface FoundOfTaught {
  /** nDCG@10 of each search of all sets. */
  readonly ndcg: readonly number[]
  /** The mean of it and of R@20, of each set. */
  readonly told: string
}

/** @param train How vectors are trained beside the words; null: words alone. */
export async function askTaught(train: TrainVectors | null): Promise<FoundOfTaught> {
  const sets = await Promise.all(
    TAUGHT_SETS.map(async (name) => {
      const set = await openTaught(name)
      const taught = taughtBy(set.dev, train, set)
      const found = set.test.map(({ text }) =>
        search(text, set.encoded.asked.get(text)!, { limit: FOUND, complete: true }, taught).map(({ item }) => item.id),
      )
      const ndcg = set.test.map(({ items }, at) => ndcgOf(found[at]!, items))
      const recall = set.test.map(({ items }, at) => found[at]!.filter((id) => items.has(id)).length / Math.min(FOUND, items.size))
      return { ndcg, told: `${name} (${ndcg.length}) ${round(mean(ndcg))}, R@${FOUND} ${round(mean(recall))}` }
    }),
  )
  return { ndcg: sets.flatMap(({ ndcg }) => ndcg), told: sets.map(({ told }) => told).join(', ') }
}
