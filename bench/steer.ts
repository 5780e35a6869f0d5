import { parseCatalog } from '../src/catalog/parse.js'
import { catalogContext } from '../src/cli/answer-context.js'
import type { AnswerContext } from '../src/engine/answers/context.js'
import { similar } from '../src/engine/answers/similar.js'
import type { PreparedSteer } from '../src/engine/answers/steer.js'
import type { Item, ItemId, Recommendation, Where } from '../src/types.js'
import type { CatalogRow } from './data/catalog-rows.js'
import { magentoRows, movieRows, recipeRows } from './data/catalog-rows.js'
import { parseCsv } from './data/csv.js'
import { openCatalog } from './rows/checks/open-catalog.js'
import { sharedSets, sharedText } from './shared-data.js'
import { splitByHash } from './split.js'
import { CONTENTS } from './text/recipes-without.js'
import { embedTexts } from './text-vectors.js'

/** `similar` as a page calls it, or what takes its place in a control. */
export type Steerer = (id: ItemId, steer: Partial<PreparedSteer>, context: AnswerContext, where?: Where) => readonly Recommendation[]

/** Places of a list that are looked at. */
export const TOP = 10
/** Steers nowhere. */
export const NOTHING: PreparedSteer = { same: [], different: [], not: [], like: [], cheaper: false, neutral: [], ignore: [] }

export const steeredSimilar: Steerer = (id, steer, context, where) =>
  similar([id], { limit: TOP, ...(where && { where }) }, context, { ...NOTHING, ...steer })

/** Without a steer. */
export const plainSimilar: Steerer = (id, _steer, context, where) => similar([id], { limit: TOP, ...(where && { where }) }, context)

export interface Question {
  readonly context: AnswerContext
  readonly id: ItemId
  readonly steer: Partial<PreparedSteer>
  /** As asked. */
  isRight(item: Item): boolean
  /** Of the same kind, whatever was asked; not told to the engine. */
  isRelated(item: Item): boolean
}

export interface Setting {
  readonly half: 'dev' | 'test'
  /** Words alone. */
  readonly byWords: boolean
}

/** So many items of each thing are asked about. */
const EACH = 12

/** Items like a recipe, without something that it has. Right names none of it; of a kind are those that share the end of a path. */
export async function unwantedIngredients(setting: Setting): Promise<Question[]> {
  const { items, context, kindOf, contents } = await recipesByContent(setting)
  return contents.flatMap(({ text, vector, isIn }) => {
    const asked = items.filter((item) => kindOf(item) !== undefined && isIn(item))
    return drawn(`unwanted ${text}`, asked, setting).map((item): Question => {
      const isRelated = (other: Item) => kindOf(other) === kindOf(item)
      return { context, id: item.id, steer: { not: [{ text, vector }] }, isRight: (other) => !isIn(other), isRelated }
    })
  })
}

/** Dishes like a recipe, with something that it lacks. Right: of the same kind, and naming it. */
export async function likeContents(setting: Setting): Promise<Question[]> {
  const { items, context, kindOf, contents } = await recipesByContent(setting)
  return contents.flatMap(({ text, vector, isIn }) => {
    const isRight = (item: Item, other: Item) => isIn(other) && kindOf(other) === kindOf(item)
    const asked = items.filter((item) => kindOf(item) !== undefined && !isIn(item) && items.some((other) => isRight(item, other)))
    return drawn(`wanted ${text}`, asked, setting).map((item): Question => {
      const isRelated = (other: Item) => kindOf(other) === kindOf(item)
      return { context, id: item.id, steer: { like: [{ text, vector }] }, isRight: (other) => isRight(item, other), isRelated }
    })
  })
}

/** Recipes with their kinds, and what dishes contain: its name, and whether all that a recipe says names it. */
async function recipesByContent(setting: Setting) {
  const recipes = sharedSets.recipes()
  const { items, context } = await open('recipes', recipeRows(recipes), setting)
  const said: Record<string, string>[] = JSON.parse(sharedText('recipes/recipes.json.gz'))
  const texts = new Map(said.map((recipe) => [String(recipe.id), `${recipe.recipe_name} ${recipe.ingredients} ${recipe.directions}`]))
  const kinds = new Map(recipes.map(({ id, path }) => [id, path.at(-1)]))
  const vectorOf = await queryVectors(Object.keys(CONTENTS), setting)
  const contents = Object.entries(CONTENTS).map(([text, words], at) => {
    return { text, vector: vectorOf(at), isIn: (item: Item) => words.test(texts.get(item.id)!) }
  })
  return { items, context, kindOf: (item: Item) => kinds.get(item.id), contents }
}

/** Films by the same director, or of the same cast. */
export async function sameAspect(setting: Setting, field: 'director' | 'cast'): Promise<Question[]> {
  const { items, context } = await open('movielens', movieRows(sharedSets.movieLens().movies), setting)
  const valuesOf = (item: Item) => [item.attributes?.[field] ?? []].flat().map(String)
  const films = new Map<string, number>()
  for (const item of items) for (const value of valuesOf(item)) films.set(value, (films.get(value) ?? 0) + 1)
  const asked = items.filter((item) => valuesOf(item).some((value) => films.get(value)! > TOP))
  return drawn(`aspect ${field}`, asked, setting, 15 * EACH).map((item): Question => {
    const own = new Set(valuesOf(item))
    const isRight = (other: Item) => valuesOf(other).some((value) => own.has(value))
    return { context, id: item.id, steer: { same: [field] }, isRight, isRelated: isRight }
  })
}

/** Items like one, whatever they have in a field. Right: none of its values there; of a kind as another field says. */
export async function ignoredField(setting: Setting, name: 'flipkart' | 'bestbuy' | 'films'): Promise<Question[]> {
  const { rows, field, kindOf } = IGNORED[name]()
  const { items, context } = await open(name, rows, setting)
  const valuesOf = (item: Item) => [(field === 'brand' ? item.brand : item.attributes?.[field]) ?? []].flat().map(String)
  const counts = new Map<string, number>()
  for (const item of items) for (const value of valuesOf(item)) counts.set(value, (counts.get(value) ?? 0) + 1)
  const asked = items.filter((item) => valuesOf(item).some((value) => counts.get(value)! >= 4))
  return drawn(`ignore ${name}`, asked, setting, 250).map((item): Question => {
    const [own, kinds] = [valuesOf(item), kindOf(item)]
    return {
      context,
      id: item.id,
      steer: { ignore: [field] },
      isRight: (other) => !valuesOf(other).some((value) => own.includes(value)),
      isRelated: (other) => kindOf(other).some((kind) => kinds.includes(kind)),
    }
  })
}

interface IgnoredSet {
  readonly rows: readonly CatalogRow[]
  readonly field: string
  kindOf(item: Item): readonly string[]
}

const IGNORED = {
  flipkart: (): IgnoredSet => {
    const columns = ['uniq_id', 'product_name', 'description', 'product_category_tree', 'brand']
    return {
      rows: parseCsv('flipkart', sharedText('flipkart-catalog/flipkart_full_columns.csv.gz'), { columns })
        .filter(({ uniq_id }) => uniq_id !== '')
        .map(({ uniq_id, product_name, description, product_category_tree, brand }) => ({
          id: uniq_id!,
          title: product_name!,
          description: description!,
          ...(brand && { brand }),
          category: product_category_tree!
            .replace(/^\["|"\]$/g, '')
            .split(' >> ')
            .slice(0, 4),
        })),
      field: 'brand',
      kindOf: ({ category }) => category?.slice(0, 1) ?? [],
    }
  },
  bestbuy: (): IgnoredSet => ({
    // every sixth, which is enough and soon embedded
    rows: (JSON.parse(sharedText('bestbuy-sample/ecommerce.json.gz')) as Record<string, unknown>[])
      .filter((_, at) => at % 6 === 0)
      .map(({ name, description, brand, categories }, at) => ({ id: String(at), title: name, description, brand, category: categories })),
    field: 'brand',
    kindOf: ({ category }) => category?.slice(-1) ?? [],
  }),
  films: (): IgnoredSet => ({
    rows: movieRows(sharedSets.movieLens().movies),
    field: 'director',
    kindOf: ({ tags }) => tags ?? [],
  }),
}

/** Clothes of the same kind in another fabric: right is of the kind and of the fabric, which the catalog tells only in its prose. */
export async function otherFabrics(setting: Setting): Promise<Question[]> {
  const { products } = sharedSets.magento()
  const { items, context } = await open('magento', magentoRows(products), setting)
  const fabrics = sharedSets.magentoMaterials()
  const kindOf = new Map(products.map(({ sku, categories }) => [sku, categories[0]?.at(-1)]))
  const names = [...new Set([...fabrics.values()].flat())].sort()
  const vectorOf = await queryVectors(names, setting)
  return names.flatMap((text, n) => {
    const isRight = (id: string, item: Item) => (fabrics.get(item.id)?.includes(text) ?? false) && kindOf.get(item.id) === kindOf.get(id)
    const asked = items.filter(({ id }) => fabrics.has(id) && !fabrics.get(id)!.includes(text) && items.some((item) => isRight(id, item)))
    const like = [{ text, vector: vectorOf(n) }]
    return drawn(`fabric ${text}`, asked, setting).map(({ id }): Question => {
      return {
        context,
        id,
        steer: { like },
        isRight: (item) => isRight(id, item),
        isRelated: (item) => kindOf.get(item.id) === kindOf.get(id),
      }
    })
  })
}

async function open(
  source: string,
  rows: readonly CatalogRow[],
  { byWords }: Setting,
): Promise<{ readonly items: readonly Item[]; readonly context: AnswerContext }> {
  if (!byWords) {
    const catalog = await openCatalog(source, rows)
    return { items: catalog.items, context: catalog.answering() }
  }
  const { items } = parseCatalog(rows, { source })
  return { items, context: { ...(await catalogContext(items, null)), interactions: [], now: 0 } }
}

async function queryVectors(texts: readonly string[], { byWords }: Setting): Promise<(at: number) => Float32Array | null> {
  if (byWords) return () => null
  const { vectors, dimensions } = await embedTexts(texts, { kind: 'query' })
  return (at) => vectors.subarray(at * dimensions, (at + 1) * dimensions)
}

function drawn(name: string, items: readonly Item[], { half }: Setting, most = EACH): Item[] {
  const split = splitByHash(
    name,
    items.map(({ id }) => id),
  )
  const ids = new Set(split[half])
  return items.filter(({ id }) => ids.has(id)).slice(0, most)
}

/** Related items that a list could have which left out just what it should: the first of the unsteered order that are right. */
export function attainable(questions: readonly Question[]): number[] {
  return questions.map(({ id, context, isRight, isRelated }) => {
    const right = context.rows.items.filter((item) => item.id !== id && isRight(item)).map((item) => item.id)
    const list = right.length === 0 ? [] : plainSimilar(id, {}, context, { id: right })
    return list.filter(({ item }) => isRelated(item)).length / TOP
  })
}

/** By question, the share of the first places that are right, and that are related. */
export function sharesOf(questions: readonly Question[], steerer: Steerer): { readonly right: number[]; readonly related: number[] } {
  const lists = questions.map(({ id, steer, context }) => steerer(id, steer, context))
  const share = (of: (question: Question) => (item: Item) => boolean) =>
    lists.map((list, at) => list.filter(({ item }) => of(questions[at]!)(item)).length / TOP)
  return { right: share(({ isRight }) => isRight), related: share(({ isRelated }) => isRelated) }
}
