import { type PreparedSearch, prepareSearch } from '../../../../src/engine/answers/prepare-search.js'
import { search } from '../../../../src/engine/answers/search.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { inWordsOf } from '../../../../src/lexical/dialects.js'
import { splitByHash } from '../../../split.js'
import { NATURAL_CATALOGS, type NaturalCatalog, openNatural } from '../../../text/natural.js'
import { recipesWithout } from '../../../text/recipes-without.js'
import { defineCheck, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compare } from '../compare.js'

type VectorOf = (text: string) => Promise<Float32Array>
type Catalog = Awaited<ReturnType<typeof openNatural>>['context']
type Read = (text: string, catalog: Catalog, vectorOf: VectorOf) => Promise<PreparedSearch>

interface Asked {
  readonly text: string
  readonly grades: ReadonlyMap<string, number>
}

const K = 8
const REQUEST = { limit: K, complete: true }

/** The text as one: what is asked beside its words is not read. */
const asOne: Read = async (typed, { words }, vectorOf) => {
  const text = inWordsOf(typed, (term) => words.has(term))
  return { text, vector: await vectorOf(text), request: REQUEST, beside: {}, understood: [] }
}

export const cotrr = defineCheck<Read>({
  what: `requests that people make of five real catalogs (constraints in words) and recipes without an ingredient (the truth is the record), test halves: nDCG@${K} of the search that reads what is asked beside words above that of the text as one`,
  reachable: '`search`',
  product: true,
  data: 'natural queries of four real catalogs and the demo shop, recipes',
  quick: false,
  needs: ['data/natural-queries', 'data/recipes'],
  capability: (text, catalog, vectorOf) => prepareSearch(text, REQUEST, catalog, vectorOf),
  controls: {
    identity: asOne,
    // what is not wanted is wanted
    shuffled: async (text, catalog, vectorOf) => {
      const read = await prepareSearch(text, REQUEST, catalog, vectorOf)
      const { without = [] } = read.beside
      return without.length > 0 ? { ...read, ...without[0]!, beside: {} } : read
    },
  },
  async measure(read, context) {
    const found: { readonly ours: number[]; readonly one: number[] } = { ours: [], one: [] }
    const told: string[] = []
    for (const name of NATURAL_CATALOGS) {
      const { context: catalog, asked } = await testHalf(name)
      const gain = async (reader: Read, vectorOf: VectorOf, { text, grades }: Asked) => {
        const prepared = await reader(text, catalog, vectorOf)
        const answer = search(prepared.text, prepared.vector, prepared.request, catalog, prepared.beside)
        return ndcgAt(
          answer.slice(0, K).map(({ item }) => item.id),
          grades,
          K,
        )
      }
      const [ours, one]: [number[], number[]] = [[], []]
      const [vectorOf, wholeOf] = [await vectorsFor(read, asked, catalog, context), await vectorsFor(asOne, asked, catalog, context)]
      for (const request of asked) {
        ours.push(await gain(read, vectorOf, request))
        one.push(await gain(asOne, wholeOf, request))
      }
      found.ours.push(...ours)
      found.one.push(...one)
      const of = compare(name, ours, one)
      told.push(`${name} ${round(of.figure)} against ${round(of.baseline)} (${asked.length})`)
    }
    const { figure, baseline, ci } = compare('', found.ours, found.one)
    return { figure, baseline, ci, detail: told.join(', ') }
  },
  passes: ({ ci }) => ci![0] > 0,
})

async function testHalf(name: NaturalCatalog): Promise<{ readonly context: Catalog; readonly asked: readonly Asked[] }> {
  const { context, searches } = await openNatural(name)
  const people = searches
    .filter(({ group, half }) => group === 'd' && half === 'test')
    .map(({ typed: { text }, grades }) => ({ text, grades }))
  if (name !== 'recipes') return { context, asked: people }
  const without = recipesWithout()
  const test = new Set(
    splitByHash(
      'natural-queries',
      without.map(({ text }) => text),
    ).test,
  )
  return { context, asked: [...people, ...without.filter(({ text }) => test.has(text))] }
}

/** Of every text that reading asks for, embedded at once. */
async function vectorsFor(read: Read, asked: readonly Asked[], catalog: Catalog, context: CheckContext): Promise<VectorOf> {
  const texts = new Set<string>()
  for (const { text } of asked) {
    await read(text, catalog, async (one) => {
      texts.add(one)
      return new Float32Array()
    })
  }
  const { vectors, dimensions } = await context.embed([...texts], { kind: 'query' })
  const at = new Map([...texts].map((text, i) => [text, vectors.subarray(i * dimensions, (i + 1) * dimensions)]))
  return async (text) => at.get(text)!
}
