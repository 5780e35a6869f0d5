import type { Described } from '../../src/ranking/scorers/descriptors.js'
import type { Item } from '../../src/types.js'
import { sharedSets, sharedText } from '../shared-data.js'
import { parseCsv } from './csv.js'

/** Items whose category is hidden. */
export interface LabelledItems {
  readonly name: string
  readonly items: readonly Item[]
  /** Of each item. */
  readonly truth: readonly string[]
  /** Each category by its name alone. */
  readonly labels: readonly Described[]
}

/** Every n-th item is taken of a larger set. */
const MOST = 3000

interface Row {
  readonly title: string
  readonly description?: string | undefined
  readonly label: string
}

/** Sets whose categories chose how labels are told. */
export function developed(): LabelledItems[] {
  const phones: { name: string; description?: string; categories?: string[] }[] = JSON.parse(sharedText('bestbuy-sample/ecommerce.json.gz'))
  const flipkart = parseCsv('flipkart', `id,title,tree\n${sharedText('flipkart-catalog/flipkart_20k_name_category_noheader.csv.gz')}`, {
    columns: ['title', 'tree'],
  })
  const recipes = sharedSets.recipes()
  return [
    labelled(
      'Best Buy',
      phones.map(({ name, description, categories = [] }) => ({ title: name, description, label: categories.at(-1) ?? '' })),
      15,
    ),
    labelled(
      'recipes',
      recipes.map(({ name, ingredients, path }) => ({ title: name, description: ingredients, label: path[0] ?? '' })),
      15,
    ),
    labelled(
      'Flipkart',
      flipkart.map(({ title, tree }) => ({ title: title!, label: firstOf(tree!.replace(/^\[?"*/, ''), '>>') })),
      40,
    ),
  ]
}

/** Sets that chose nothing. */
export function untouched(): LabelledItems[] {
  const toys = parseCsv('toys', `id,title,tree,a,b,c,d,e,f\n${sharedText('amazon-toys-10k/amazon_co-ecommerce_sample.csv.gz')}`, {
    columns: ['title', 'tree'],
  })
  const products = parseCsv('amazon', sharedText('amazon-products-1k/test_sample_1000.csv.gz'), {
    columns: ['Product Name', 'Category', 'About Product'],
  })
  return [
    labelled(
      'Amazon toys',
      toys.map(({ title, tree }) => ({ title: title!, label: firstOf(tree!, '>') })),
      40,
    ),
    labelled(
      'Amazon products',
      products.map((cells) => ({
        title: cells['Product Name']!,
        description: cells['About Product'],
        label: cells.Category!.split(' | ')[1] ?? '',
      })),
      10,
    ),
    labelled(
      'Banking77',
      sharedSets.banking77('test').map(({ text, intent }) => ({ title: text, label: intent.replaceAll('_', ' ') })),
      10,
    ),
  ]
}

/** Rows of categories that at least so many have. */
function labelled(name: string, rows: readonly Row[], least: number): LabelledItems {
  const counts = new Map<string, number>()
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1)
  const known = rows.filter(({ label }) => label !== '' && counts.get(label)! >= least)
  const taken = Array.from(
    { length: Math.min(MOST, known.length) },
    (_, at) => known[Math.floor((at * known.length) / Math.min(MOST, known.length))]!,
  )
  return {
    name,
    items: taken.map(({ title, description }, id) => ({ id: String(id), title, ...(description && { description }) })),
    truth: taken.map(({ label }) => label),
    labels: [...new Set(taken.map(({ label }) => label))].sort().map((label) => ({ label, descriptors: [label] })),
  }
}

function firstOf(tree: string, sign: string): string {
  return tree.split(sign)[0]!.trim()
}
