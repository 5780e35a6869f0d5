import { similar } from '../../../../src/engine/answers/similar.js'
import { type Draw, draws } from '../../../../src/evaluate/draw.js'
import { magentoRows, movieRows, recipeRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'
import { type OpenCatalog, openCatalog } from '../open-catalog.js'

/** An item, one like it and one unlike it. */
type Triplet = readonly [anchor: string, like: string, unlike: string]

interface Bed {
  readonly name: string
  readonly catalog: OpenCatalog
  readonly triplets: readonly Triplet[]
}

/** Which anchor each pair is asked of. */
type Order = (triplets: readonly Triplet[]) => readonly Triplet[]

interface Parts extends Measured {
  readonly comparisons: readonly Comparison[]
}

const TRIPLETS = 400
const SHARED_TAGS = 2

let beds: Promise<readonly Bed[]> | undefined

export const unisimBench = defineCheck<Order, Parts>({
  what: `up to ${TRIPLETS} triplets each of Magento (related, another product of its category), recipes (same leaf of the tree, another root) and MovieLens (${SHARED_TAGS} tags of users shared, none): share that \`similar\` tells right, above words alone and above meaning alone`,
  reachable: '`similar`',
  product: true,
  data: 'Magento, recipes, MovieLens',
  quick: false,
  needs: ['data/magento-luma', 'data/recipes', 'data/movielens-small'],
  capability: (triplets) => triplets,
  controls: {
    shuffled(triplets) {
      const anchors = draws(2).shuffled(triplets.map(([anchor]) => anchor))
      return triplets.map(([, like, unlike], i) => [anchors[i]!, like, unlike])
    },
  },
  async measure(order, { seed }) {
    beds ??= openBeds(draws(seed))
    const told: Record<'both' | 'words' | 'meaning', number[]> = { both: [], words: [], meaning: [] }
    const byBed: string[] = []
    for (const { name, catalog, triplets } of await beds) {
      const right = order(triplets).map((triplet) => toldRight(catalog, triplet))
      const of = (part: keyof typeof told) => right.map((each) => each[part])
      for (const part of ['both', 'words', 'meaning'] as const) told[part].push(...of(part))
      byBed.push(`${name} ${round(mean(of('both')))}, words ${round(mean(of('words')))}, meaning ${round(mean(of('meaning')))}`)
    }
    const comparisons = [compare('words', told.both, told.words), compare('meaning', told.both, told.meaning)]
    const measured = weakest(comparisons)
    return { ...measured, comparisons, detail: `${measured.detail}; ${told.both.length} triplets; ${byBed.join('; ')}` }
  },
  passes: ({ comparisons }) => comparisons.every(({ ci }) => ci[0] > 0),
})

/** By the shelf of the anchor, by its words alone, and by the cosine of vectors about their mean. */
function toldRight(catalog: OpenCatalog, [anchor, like, unlike]: Triplet) {
  const context = catalog.answering()
  const request = { limit: 2, diversity: 0, where: { id: [like, unlike] } }
  const first = (found: ReturnType<typeof similar>) => Number(found[0]?.item.id === like)
  const { index } = context.vectors!
  const rowOf = (id: string) => context.rows.rowOf(id)!
  const [near, far] = index.scores(index.vector(rowOf(anchor)), [rowOf(like), rowOf(unlike)], 'shift')
  return {
    both: first(similar([anchor], request, context)),
    words: first(similar([anchor], request, { ...context, vectors: null })),
    meaning: Number(near! > far!),
  }
}

async function openBeds(draw: Draw): Promise<Bed[]> {
  const shop = sharedSets.magento()
  const related = shop.links.related.links
  const magento = draw.shuffled([...related]).flatMap(([sku, linked]) => {
    const category = shop.products.find((product) => product.sku === sku)!.categories[0]![0]
    const others = shop.products.filter((other) => {
      return other.categories[0]![0] === category && other.sku !== sku && !linked.includes(other.sku)
    })
    return others.length === 0 ? [] : linked.map((like): Triplet => [sku, like, draw.one(others).sku])
  })
  const recipes = sharedSets.recipes().filter(({ path }) => path.length > 1)
  const cooked = triplets(draw, recipes, {
    like: (a, b) => a.path.join('/') === b.path.join('/'),
    unlike: (a, b) => a.path[0] !== b.path[0],
  })
  const set = sharedSets.movieLens()
  const tagged = sharedSets.movieLensTags()
  const films = set.movies.flatMap(({ id }) => ((tagged.get(id)?.size ?? 0) >= SHARED_TAGS ? [{ id, tags: tagged.get(id)! }] : []))
  const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((tag) => b.has(tag)).length
  const watched = triplets(draw, films, {
    like: (a, b) => common(a.tags, b.tags) >= SHARED_TAGS,
    unlike: (a, b) => common(a.tags, b.tags) === 0,
  })
  return [
    { name: 'Magento', catalog: await openCatalog('magento', magentoRows(shop.products)), triplets: magento.slice(0, TRIPLETS) },
    { name: 'recipes', catalog: await openCatalog('recipes', recipeRows(sharedSets.recipes())), triplets: cooked },
    { name: 'MovieLens', catalog: await openCatalog('movielens', movieRows(set.movies)), triplets: watched },
  ]
}

/** One of each anchor that has some like it. */
function triplets<One extends { readonly id: string }>(
  draw: Draw,
  all: readonly One[],
  is: { readonly like: (a: One, b: One) => boolean; readonly unlike: (a: One, b: One) => boolean },
): Triplet[] {
  const found = draw.shuffled(all).flatMap((anchor): Triplet[] => {
    const likes = all.filter((other) => other !== anchor && is.like(anchor, other))
    const unlikes = all.filter((other) => other !== anchor && is.unlike(anchor, other))
    return likes.length === 0 || unlikes.length === 0 ? [] : [[anchor.id, draw.one(likes).id, draw.one(unlikes).id]]
  })
  return found.slice(0, TRIPLETS)
}
