import { search } from '../../../../src/engine/answers/search.js'
import { confidenceOf, type Evidence, SURE } from '../../../../src/engine/confidence/confidence.js'
import { evidenceOf, queryWords } from '../../../../src/engine/confidence/evidence.js'
import { mulberry32 } from '../../../../src/vectors/random.js'
import { auc } from '../../../metrics/classification.js'
import { NATURAL_CATALOGS, openNatural } from '../../../text/natural.js'
import { defineCheck } from '../../check.js'
import { areaDifference } from './curves.js'

type Sure = (evidence: Evidence) => number

/** The likeliest of the first rows speaks for a search. */
interface Search {
  readonly rows: readonly Evidence[]
  readonly isAnswered: boolean
  readonly unit: string
}

export const cosineAdapter = defineCheck<Sure>({
  what: 'searches that people make of five real catalogs, test halves, constants of the dev halves: area under the curve of "the catalog has it" above that of the cosine',
  quick: false,
  reachable: '`sure` of a `search`',
  product: true,
  data: 'natural queries of four real catalogs and the demo shop',
  needs: ['data/natural-queries'],
  capability: confidenceOf,
  controls: {
    identity: ({ cosine }) => cosine,
    shuffled: ({ cosine, standing, named, joining }) =>
      confidenceOf({ cosine: named, standing: cosine, named: 0, told: 0, head: 0, joining: standing + joining }),
  },
  async measure(sure, context) {
    const searches = (await Promise.all(NATURAL_CATALOGS.map(testHalf))).flat()
    const best = (of: Sure) => searches.map(({ rows }) => Math.max(...rows.map(of)))
    const [ours, cosines] = [best(sure), best(({ cosine }) => cosine)]
    const answered = searches.map(({ isAnswered }) => isAnswered)
    const units = searches.map(({ unit }) => unit)
    const unsure = (of: boolean) =>
      `${searches.filter(({ isAnswered }, i) => isAnswered === of && ours[i]! < SURE).length} of ${answered.filter((is) => is === of).length}`
    return {
      detail: `called unsure: ${unsure(true)} with an answer, ${unsure(false)} without`,
      figure: auc(ours, answered),
      baseline: auc(cosines, answered),
      ci: areaDifference(ours, cosines, answered, units, mulberry32(context.seed)),
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})

async function testHalf(name: (typeof NATURAL_CATALOGS)[number]): Promise<Search[]> {
  const { context, searches } = await openNatural(name)
  return searches
    .filter(({ half }) => half === 'test')
    .map(({ id, group, prepared: { text, vector, request, beside } }) => {
      const found = search(text, vector, request, context, beside)
      const rows = found.map(({ item }) => context.rows.rowOf(item.id)!)
      const query = queryWords(text, context.words)
      const evidence = evidenceOf({ text, query, vector }, rows, context.rows.items, context.words, context.vectors!)
      return { rows: evidence.map((one) => one!), isAnswered: group !== 'f', unit: `${name} ${id}` }
    })
}
