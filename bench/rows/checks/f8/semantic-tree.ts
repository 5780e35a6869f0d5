import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { averageLinkage } from '../../../../src/evaluate/new-categories.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { developed, untouched } from '../../../data/labelled.js'
import { type Dendrogram, dendrogramPurity } from '../../../metrics/dendrogram-purity.js'
import { sharedSets } from '../../../shared-data.js'
import { embedTexts } from '../../../text-vectors.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { openCatalog } from '../open-catalog.js'
import { type IdsOf, shuffledIds, topicIds } from './topic-ids.js'

interface Timed extends Measured {
  /** For `MANY` items. */
  readonly seconds: number
}

const MANY = 5000
const MOST_SECONDS = 3

export const semanticTree = defineCheck<IdsOf, Timed>({
  what: `items of six sets, their categories hidden (phones, dishes, a shop of all sorts, toys, products, questions to a bank): dendrogram purity of the tree of topics above that of average linkage of the same vectors; ${MANY} films within ${MOST_SECONDS} s`,
  quick: false,
  needs: ['bestbuy-sample', 'recipes', 'flipkart-catalog', 'amazon-toys-10k', 'amazon-products-1k', 'banking77', 'movielens-small'].map(
    (folder) => `data/${folder}`,
  ),
  reachable: '`topics`, `pagekin topics`',
  product: true,
  capability: topicIds,
  controls: { shuffled: shuffledIds },
  async measure(idsOf) {
    const compared: Comparison[] = []
    for (const { name, items, truth } of [...developed(), ...untouched()]) {
      const rows = items.map(({ id, title, description }) => ({ id, title, ...(description && { description }) }))
      const ids = await idsOf((await openCatalog(name, rows)).answering())
      const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
      const ours = dendrogramPurity(treeOf(ids), truth)
      compared.push(compare(name, ours, dendrogramPurity(linked(centredRows(vectors, dimensions), dimensions), truth)))
    }
    const films = await openCatalog('films', movieRows(sharedSets.movieLens().movies).slice(0, MANY))
    const context = films.answering()
    const begun = performance.now()
    await idsOf(context)
    const seconds = (performance.now() - begun) / 1000
    const measured = weakest(compared)
    return { ...measured, seconds, detail: `${measured.detail}; ${MANY} films in time: ${seconds <= MOST_SECONDS ? 'yes' : 'no'}` }
  },
  passes: ({ ci, seconds }) => ci![0] > 0 && seconds <= MOST_SECONDS,
})

/** The tree of ids such as "4.1.3". */
function treeOf(ids: readonly string[]): Dendrogram {
  const grow = (rows: readonly number[], prefix: string): Dendrogram => {
    const parts = new Map<string, number[]>()
    for (const row of rows) {
      const end = ids[row]!.indexOf('.', prefix.length)
      if (end < 0) continue
      const part = ids[row]!.slice(0, end + 1)
      const known = parts.get(part)
      if (known) known.push(row)
      else parts.set(part, [row])
    }
    return { rows, children: [...parts].map(([part, own]) => grow(own, part)) }
  }
  return grow([...ids.keys()], '')
}

function linked(rows: Float32Array, dimensions: number): Dendrogram {
  const vectors = Array.from({ length: rows.length / dimensions }, (_, row) => rows.subarray(row * dimensions, (row + 1) * dimensions))
  const joins = averageLinkage(vectors.map((one) => Float32Array.from(vectors, (other) => dotProduct(one, other))))
  // a join names a row of either part
  const partOf = vectors.map((_, row): Dendrogram => ({ rows: [row], children: [] }))
  for (const { a, b } of joins) {
    const children = [partOf[a]!, partOf[b]!]
    const joined = { rows: children.flatMap((part) => part.rows), children }
    for (const row of joined.rows) partOf[row] = joined
  }
  return partOf[0]!
}
