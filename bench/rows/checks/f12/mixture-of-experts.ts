import { itemsTaught, judgeSearches, type SearchesGain } from '../../../../src/cli/judge-searches.js'
import type { SearchGroup } from '../../../../src/cli/words-of-searches.js'
import { search } from '../../../../src/engine/answers/search.js'
import { keptFor } from '../../../../src/kept-for.js'
import { Bm25Index } from '../../../../src/lexical/bm25.js'
import { itemFields } from '../../../../src/lexical/item-fields.js'
import { withVectors } from '../../../../src/ranking/transforms/searched-vectors.js'
import { ndcgOf, openSections, type SearchedCatalog } from '../../../text/taught-catalog.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare } from '../compare.js'

type Judge = (catalog: SearchedCatalog) => SearchesGain

/** Of the section that the whole log serves best. */
const NO_WORSE = 0.005

let opened: Promise<SearchedCatalog> | undefined

/** Judged once for the capability and its control. */
const judge = keptFor(({ context, encoded, dev }: SearchedCatalog): SearchesGain => {
  const judged = judgeSearches(context, dev, encoded)
  if ('why' in judged) throw new Error(judged.why)
  return judged
})

export const mixtureOfExperts = defineCheck<Judge, Measured & { readonly comparisons: readonly Comparison[] }>({
  what: `a site with films of MovieLens (tags are searches) and clothes of bundles (intents are searches), one log of the dev halves, searches of the test halves: nDCG@10 where \`pack --searches\` decides for each section what searches teach its items above one decision for all in one section, and no worse by ${NO_WORSE} in the other`,
  quick: false,
  needs: ['data/movielens-small', 'data/amazon-bundles-clothing'],
  reachable: '`pagekin pack --searches`, then `search`',
  product: true,
  data: 'MovieLens, amazon-bundles-clothing',
  capability: judge,
  controls: { identity: (catalog) => ({ ...judge(catalog), sections: new Map() }) },
  async measure(judged) {
    opened ??= openSections()
    const catalog = await opened
    const decision = judged(catalog)
    const routed = ask(catalog, decision)
    const single = ask(catalog, { ...decision, sections: new Map() })
    const comparisons = ['Films', 'Clothes'].map((section) => {
      const of = (values: ReadonlyMap<SearchGroup, number>) =>
        [...values].flatMap(([{ items }, value]) => ([...items.keys()][0]!.startsWith(section) ? [value] : []))
      return compare(section, of(routed), of(single))
    })
    const best = comparisons.reduce((a, b) => (b.ci[0] > a.ci[0] ? b : a))
    const told = comparisons.map(
      ({ name, figure, baseline, ci }) => `${name} ${round(figure)} against ${round(baseline)} [${ci.map(round).join(', ')}]`,
    )
    const sections = [...decision.sections].map(([section, one]) => `${section} ${one}`)
    const detail = `${told.join(', ')}; all ${decision.taught}, ${sections.join(', ') || 'no section otherwise'}`
    return { figure: best.figure, baseline: best.baseline, ci: best.ci, comparisons, detail }
  },
  passes: ({ comparisons }) => comparisons.some(({ ci }) => ci[0] > 0) && comparisons.every(({ ci }) => ci[0] > -NO_WORSE),
})

/** nDCG@10 of the searches of the test half, of the pages of a pack. */
function ask({ context, encoded, dev, test }: SearchedCatalog, decision: SearchesGain): ReadonlyMap<SearchGroup, number> {
  const { items, moved } = itemsTaught(context, dev, encoded, decision)
  const words = items ? Bm25Index.build(items.map(itemFields)) : context.words
  const taught = { ...context, words, ...(moved && { vectors: withVectors(context.vectors!.index, moved) }) }
  return new Map(
    test.map((group) => {
      const found = search(group.text, encoded.asked.get(group.text)!, { limit: 10, complete: true }, taught)
      return [
        group,
        ndcgOf(
          found.map(({ item }) => item.id),
          group.items,
        ),
      ]
    }),
  )
}
