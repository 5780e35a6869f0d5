import { type Enrich, enrichItems } from '../../../../src/catalog/enrich.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { openPageAnswers } from '../../../../src/cli/page-answers.js'
import type { EncoderClient } from '../../../../src/engine/encoder-client.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import type { Item } from '../../../../src/types.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { encoderOf } from '../../../page-encoder.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { defineCheck } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'

const K = 10
/** A tag of one film alone is as good as its name. */
const LEAST_FILMS = 2

type TagsOf = (id: string) => readonly string[]

export const llmEmbeddingSurvey = defineCheck<
  (items: readonly Item[], tagsOf: TagsOf) => Enrich,
  Comparison & { readonly lowest: number; readonly detail: string }
>({
  what: 'films enriched as `pagekin enrich` does it, by half of the tags that people gave them (in a language model’s place); the other tags are searches: nDCG@10 of `search`, by words and with vectors, above that without; the figure is the mean of both',
  reachable: '`pagekin enrich`',
  product: true,
  quick: false,
  needs: ['data/movielens-small'],
  capability:
    (_, tagsOf) =>
    ({ id }) =>
      tagsOf(id).join(', '),
  controls: {
    identity: () => () => '',
    shuffled: (items, tagsOf) => {
      const next = new Map(items.map(({ id }, row) => [id, items[(row + 1) % items.length]!.id]))
      return ({ id }) => tagsOf(next.get(id)!).join(', ')
    },
  },
  async measure(enrichOf, context) {
    const tags = sharedSets.movieLensTags()
    const films = sharedSets.movieLens().movies.filter(({ id, overview }) => overview !== '' && tags.has(id))
    const { items } = parseCatalog(movieRows(films))
    const { dev, test } = splitByHash('enrich', [...new Set(items.flatMap(({ id }) => [...tags.get(id)!]))])
    const told = new Set(dev)
    const enriched = await enrichItems(
      items,
      enrichOf(items, (id) => [...tags.get(id)!].filter((tag) => told.has(tag))),
    )
    const searches = test
      .map((text) => ({ text, grades: new Map(items.flatMap(({ id }) => (tags.get(id)!.has(text) ? [[id, 1] as const] : []))) }))
      .filter(({ grades }) => grades.size >= LEAST_FILMS)
    const scoresOf = async (catalog: readonly Item[], encoder: EncoderClient | null) => {
      const page = await openPageAnswers(catalog, encoder, 0)
      const scores: number[] = []
      for (const { text, grades } of searches) {
        const found = Array.from(await page.search(text, K), (row) => items[row]!.id)
        scores.push(ndcgAt(found, grades, K))
      }
      page.dispose()
      return scores
    }
    const encoder = await encoderOf(context.embed)
    const [words, wordsBefore] = [await scoresOf(enriched, null), await scoresOf(items, null)]
    const [both, bothBefore] = [await scoresOf(enriched, encoder), await scoresOf(items, encoder)]
    const each = [compare('words', words, wordsBefore), compare('with vectors', both, bothBefore)]
    const meanOf = (first: readonly number[], second: readonly number[]) => first.map((score, at) => (score + second[at]!) / 2)
    return {
      ...compare('mean', meanOf(words, both), meanOf(wordsBefore, bothBefore)),
      lowest: Math.min(...each.map(({ ci }) => ci[0])),
      detail: `${searches.length} searches of ${items.length} films; ${weakest(each).detail}`,
    }
  },
  passes: ({ lowest }) => lowest > 0,
})
