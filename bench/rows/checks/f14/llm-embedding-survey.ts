import { type Enrich, enrichItems } from '../../../../src/catalog/enrich.js'
import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { exactRanker, wordRanker } from '../../../../src/evaluate/autoeval/rankers.js'
import { askAll } from '../../../../src/evaluate/autoeval/score.js'
import type { Task } from '../../../../src/evaluate/autoeval/task.js'
import { textTasks } from '../../../../src/evaluate/autoeval/text-tasks.js'
import type { Item } from '../../../../src/types.js'
import { CATEGORIES, COLOURS, MATERIALS, STYLES } from '../../../t1/vocabulary.js'
import { defineCheck } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compare, weakest } from '../compare.js'

const ITEMS = 500

const FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  [CATEGORIES, COLOURS, MATERIALS, STYLES].flat().map(({ name, forms }) => [name, forms]),
)

/** A thesaurus where a site would ask a language model: every form of the words that the fields hold. */
const thesaurus = ({ category = [], attributes = {} }: Item): string =>
  [...category, ...Object.values(attributes)].flatMap((value) => FORMS.get(String(value)) ?? []).join(', ')

export const llmEmbeddingSurvey = defineCheck<(items: readonly Item[]) => Enrich>({
  what: 'T1 enriched as `pagekin enrich` does it, a sentence taken out finds its item by the rest: MRR by words and by meaning with enriched texts (by a thesaurus in a language model’s place) above those without',
  reachable: '`pagekin enrich`',
  product: true,
  quick: false,
  needs: [],
  capability: () => thesaurus,
  controls: {
    identity: () => () => '',
    shuffled: (items) => {
      const next = new Map(items.map(({ id }, row) => [id, items[(row + 1) % items.length]!]))
      return ({ id }) => thesaurus(next.get(id)!)
    },
  },
  async measure(enrichOf, context) {
    const items = context.shop().items.slice(0, ITEMS)
    const task = textTasks(items, { seed: context.seed })[0]!
    const enriched = { ...task, items: await enrichItems(task.items, enrichOf(items)) }
    const [off, on] = [await reciprocal(task, context), await reciprocal(enriched, context)]
    return weakest([compare('words', on.words, off.words), compare('meaning', on.meaning, off.meaning)])
  },
  passes: ({ ci }) => ci![0] > 0,
})

async function reciprocal(task: Task, context: CheckContext): Promise<{ words: Float64Array; meaning: Float64Array }> {
  const items = await context.embed(task.items.map(itemSentence))
  const queries = await context.embed(
    task.queries.map(({ text }) => text ?? ''),
    { kind: 'query' },
  )
  const vectors = { items: items.vectors, queries: queries.vectors, dimensions: items.dimensions }
  const now = () => performance.now()
  return {
    words: (await askAll(task, wordRanker(task.items), now)).reciprocal,
    meaning: (await askAll(task, exactRanker(vectors), now)).reciprocal,
  }
}
