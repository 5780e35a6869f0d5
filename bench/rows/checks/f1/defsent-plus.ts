import { similar } from '../../../../src/engine/answers/similar.js'
import { meanByUnit } from '../../../../src/evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import type { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { bundleRows, magentoRows, talkRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { type OpenCatalog, openCatalog } from '../open-catalog.js'

/** Makes the vectors of a catalog spread more evenly in all directions, before `similar` compares them. */
type Isotropy = (index: FlatIndex) => void

interface Bed {
  readonly name: string
  readonly catalog: OpenCatalog
  /** A unit (a bundle, a product, a talk) has one value; grades by the id of an item. */
  readonly questions: readonly { readonly id: string; readonly unit: string; readonly grades: ReadonlyMap<string, number> }[]
}

interface Beds extends Measured {
  readonly comparisons: readonly Comparison[]
}

const K = 10
/** Talks that ask. Two talks are alike by the share of their tags that both have. */
const TALKS = 400

const BEDS = new Map<string, Promise<Bed>>()

export const defsentPlus = defineCheck<Isotropy, Beds>({
  what: `bundles (items of the same bundle), Magento (related products), talks (graded by shared tags): nDCG@${K} of \`similar\` with the catalog's mean taken away from its vectors above that without, in each`,
  reachable: '`similar`',
  product: true,
  data: 'Amazon bundles, Magento, talks',
  quick: false,
  needs: ['data/amazon-bundles-clothing', 'data/magento-luma', 'data/tedtalks'],
  // the product centres whatever it embeds
  capability: () => {},
  controls: {
    identity: (index) => index.setCentre(new Float32Array(index.dimensions)),
    shuffled: (index) => index.setCentre(index.mean().reverse()),
  },
  async measure(isotropy) {
    const comparisons: Comparison[] = []
    for (const [name, open] of Object.entries({ bundles, magento, talks })) {
      const made = BEDS.get(name) ?? open()
      BEDS.set(name, made)
      const bed = await made
      const ours = gainsOf(bed, isotropy)
      comparisons.push(
        compare(
          bed.name,
          ours,
          gainsOf(bed, (index) => index.setCentre(new Float32Array(index.dimensions))),
        ),
      )
    }
    const told = comparisons.map(({ name, ci }) => `${name} [${ci.map(round).join(', ')}]`)
    const measured = weakest(comparisons)
    return { ...measured, comparisons, detail: `${measured.detail}; differences: ${told.join(', ')}` }
  },
  passes: ({ comparisons }) => comparisons.every(({ ci }) => ci[0] > 0),
})

function gainsOf({ catalog, questions }: Bed, isotropy: Isotropy): Float64Array {
  const context = catalog.answering(isotropy)
  const gains = questions.map(({ id, grades }) => {
    const shelf = similar([id], { limit: K }, context)
    return ndcgAt(
      shelf.map(({ item }) => item.id),
      grades,
      K,
    )
  })
  return meanByUnit(
    gains,
    questions.map(({ unit }) => unit),
  )
}

async function bundles(): Promise<Bed> {
  const set = sharedSets.bundles()
  const questions = set.bundles.flatMap(({ id: unit, items }) => {
    const members = [...new Set(items)]
    if (members.length < 2) return []
    return members.map((id) => ({ id, unit, grades: new Map(members.filter((other) => other !== id).map((other) => [other, 1])) }))
  })
  return { name: 'bundles', catalog: await openCatalog('bundles', bundleRows(set.items)), questions }
}

async function magento(): Promise<Bed> {
  const set = sharedSets.magento()
  const questions = [...set.links.related.links].flatMap(([id, linked]) =>
    linked.length > 0 ? [{ id, unit: id, grades: new Map(linked.map((other) => [other, 1])) }] : [],
  )
  return { name: 'Magento', catalog: await openCatalog('magento', magentoRows(set.products)), questions }
}

async function talks(): Promise<Bed> {
  const set = sharedSets.talks()
  const tags = set.map((talk) => new Set(talk.tags))
  const questions = set.slice(0, TALKS).map(({ id }, asked) => {
    const own = tags[asked]!
    const grades = new Map<string, number>()
    set.forEach((other, row) => {
      const common = [...tags[row]!].filter((tag) => own.has(tag)).length
      if (row !== asked && common > 0) grades.set(other.id, common / (own.size + tags[row]!.size - common))
    })
    return { id, unit: id, grades }
  })
  return { name: 'talks', catalog: await openCatalog('talks', talkRows(set)), questions }
}
