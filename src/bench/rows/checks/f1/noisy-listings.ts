import { parseCatalog } from '../../../../catalog/parse.js'
import type { Draw } from '../../../../evaluate/draw.js'
import { type Fact, TITLES, VALUES } from '../../../../evaluate/t1/vocabulary.js'
import type { Item } from '../../../../types.js'

/** How three sellers name the same fields. */
const SELLERS: readonly Readonly<Record<'title' | Exclude<Fact, 'category'>, string>>[] = [
  { title: 'Item Heading', brand: 'mfr', colour: 'sku_colour', material: 'fabric', style: 'Product Look' },
  { title: 'product-title', brand: 'brand_name', colour: 'mainColor', material: 'Material Type', style: 'item_style' },
  { title: 'prodTitle', brand: 'Maker', colour: 'C:Shade', material: 'composition', style: 'theme' },
]

const SHOUTS = ['NEW!', '*** SALE ***', 'free shipping', 'top quality', 'L@@K', '2 pcs', 'best price', '100 % original'] as const

/**
 * A seller's own listing of a product of T1, as it comes out of the parser: another title with other words for the same facts, one
 * word in eight mistyped, shouts around it; of brand, colour, material and style each stated with three chances in four, in
 * other words and under the seller's own names.
 */
export function noisyListing(draw: Draw, facts: Readonly<Record<Fact, string>>): Item {
  const names = draw.one(SELLERS)
  const form = (fact: Fact) => draw.one(VALUES[fact].find(({ name }) => name === facts[fact])!.forms)
  const title = draw.one(TITLES).replace(/\{(\w+)\}/g, (_, fact: Fact) => form(fact))
  const noisy = title
    .split(' ')
    .map((word) => (draw.fraction() < 1 / 8 ? mistyped(draw, word) : word))
    .join(' ')
  const stated = (['brand', 'colour', 'material', 'style'] as const).filter(() => draw.fraction() < 3 / 4)
  const row = {
    id: 'listing',
    [names.title]: `${draw.one(SHOUTS)} ${noisy} ${draw.one(SHOUTS)}`,
    ...Object.fromEntries(stated.map((fact) => [names[fact], form(fact)])),
  }
  return parseCatalog([row]).items[0]!
}

/** Two neighbouring letters change places, or one is lost. */
function mistyped(draw: Draw, word: string): string {
  if (word.length < 4) return word
  const at = 1 + Math.floor(draw.fraction() * (word.length - 2))
  const [a, b] = [word[at]!, word[at + 1] ?? '']
  return draw.fraction() < 0.5 ? word.slice(0, at) + word.slice(at + 1) : word.slice(0, at) + b + a + word.slice(at + 2)
}
