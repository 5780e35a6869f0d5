import { draws } from '../../src/evaluate/draw.js'
import { type ShopItems, shopItems } from './items.js'
import { shopVisitors, type Visitor } from './visitors.js'
import { CATEGORIES } from './vocabulary.js'

export interface ShopOptions {
  /** Default 1: the seed of the frozen shop. */
  readonly seed?: number
  /** Default 2,000. */
  readonly items?: number
  /** Default 300. */
  readonly visitors?: number
  /** Share of items that are planted duplicates. Default 0.05. */
  readonly duplicates?: number
}

/** A shop of which everything is known. `truth[row]` belongs to `items[row]`; visitors' tastes and baskets' anchors are in them. */
export interface Shop extends ShopItems {
  readonly visitors: readonly Visitor[]
  /** How often the second category is bought with the first; rows add up to 1. */
  readonly complements: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/**
 * T1, the seeded synthetic shop: 2,000 items = category (12) x brand (40) x colour (12) x material (10) x style (8) x
 * log-normal price, with titles from templates, synonyms, and descriptions of one sentence a fact in random order with two
 * that say nothing; 300 visitors with 1 or 2 latent tastes, sessions of 8 to 30 events and baskets from a matrix of
 * complements; 5 % planted duplicates. The same options give the same shop.
 */
export function syntheticShop(options: ShopOptions = {}): Shop {
  const { seed = 1, items = 2000, visitors = 300, duplicates = 0.05 } = options
  const draw = draws(seed)
  const shop = shopItems(draw, items, duplicates)
  return {
    ...shop,
    visitors: shopVisitors(draw, shop, visitors),
    complements: Object.fromEntries(CATEGORIES.map((category) => [category.name, category.complements])),
  }
}
