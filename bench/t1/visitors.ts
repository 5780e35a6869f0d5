import type { Draw } from '../../src/evaluate/draw.js'
import type { Interaction, Item } from '../../src/types.js'
import type { ItemTruth, ShopItems } from './items.js'
import { CATEGORIES, COLOURS, MATERIALS, STYLES } from './vocabulary.js'

/** What one visitor likes; each match multiplies the chance of an item. */
export interface Taste {
  /** Two categories. */
  readonly categories: readonly string[]
  /** Two colours. */
  readonly colours: readonly string[]
  readonly material: string
  readonly style: string
  /** Share of the catalog's price levels the visitor shops at: 0 = the cheapest of each category, 1 = the dearest. */
  readonly priceLevel: number
}

export interface Session {
  /** Which of the visitor's tastes it follows. */
  readonly taste: number
  /** Oldest first; no item twice. */
  readonly events: readonly Interaction[]
  /** Rows drawn at random, against the taste. */
  readonly noise: readonly number[]
}

export interface Basket {
  readonly ids: readonly string[]
  /** Row of the item that the others complete. */
  readonly anchor: number
}

export interface Visitor {
  readonly id: string
  readonly tastes: readonly Taste[]
  readonly sessions: readonly Session[]
  readonly baskets: readonly Basket[]
}

/** One event in ten follows no taste. */
const NOISE = 0.1
const START = Date.UTC(2024, 0, 1)
const HOUR = 3_600_000

/** `count` visitors with 1 or 2 tastes, 1 to 3 sessions of 8 to 30 events, and a basket for every purchase. */
export function shopVisitors(draw: Draw, shop: ShopItems, count: number): Visitor[] {
  const levels = priceLevels(shop)
  return Array.from({ length: count }, (_, n) => {
    const tastes = Array.from({ length: draw.integer(1, 2) }, () => drawTaste(draw))
    const weights = tastes.map((taste) => shop.truth.map((truth, row) => chance(taste, truth, levels[row]!)))
    let hour = draw.integer(0, 24 * 60)
    const sessions = Array.from({ length: draw.integer(1, 3) }, () => {
      const taste = draw.integer(0, tastes.length - 1)
      hour += draw.integer(24, 24 * 20)
      return drawSession(draw, shop.items, weights[taste]!, taste, START + hour * HOUR)
    })
    const bought = sessions.flatMap(({ events }) => events.filter(({ type }) => type === 'purchase'))
    const rows = bought.map(({ id }) => shop.items.findIndex((item) => item.id === id))
    return { id: `u${String(n).padStart(3, '0')}`, tastes, sessions, baskets: rows.map((row) => drawBasket(draw, shop, row)) }
  })
}

function drawTaste(draw: Draw): Taste {
  const names = (values: readonly { readonly name: string }[], count: number) =>
    draw
      .shuffled(values)
      .slice(0, count)
      .map(({ name }) => name)
  return {
    categories: names(CATEGORIES, 2),
    colours: names(COLOURS, 2),
    material: names(MATERIALS, 1)[0]!,
    style: names(STYLES, 1)[0]!,
    priceLevel: Math.round(draw.fraction() * 100) / 100,
  }
}

/** How likely an item is under a taste, up to a factor: exact, and so part of the ground truth. */
export function chance(taste: Taste, truth: ItemTruth, priceLevel: number): number {
  let weight = truth.appeal
  if (taste.categories.includes(truth.facts.category)) weight *= 24
  if (taste.colours.includes(truth.facts.colour)) weight *= 4
  if (taste.material === truth.facts.material) weight *= 3
  if (taste.style === truth.facts.style) weight *= 5
  if (Math.abs(taste.priceLevel - priceLevel) < 0.25) weight *= 2
  return weight
}

/** For every row, the share of its category's items that cost less. */
export function priceLevels({ items, truth }: ShopItems): number[] {
  return items.map((item, row) => {
    const category = truth[row]!.facts.category
    const peers = items.filter((_, other) => truth[other]!.facts.category === category)
    return peers.filter((peer) => peer.price!.value < item.price!.value).length / peers.length
  })
}

function drawSession(draw: Draw, items: readonly Item[], weights: readonly number[], taste: number, start: number): Session {
  const noise: number[] = []
  const met = new Set<number>()
  let at = start
  const events = Array.from({ length: draw.integer(8, 30) }, (): Interaction => {
    const astray = draw.fraction() < NOISE
    const next = () => (astray ? draw.integer(0, items.length - 1) : draw.weighted(weights))
    let row = next()
    while (met.has(row)) row = next()
    met.add(row)
    if (astray) noise.push(row)
    at += draw.integer(5, 120) * 1000
    // what does not fit is looked at, not bought
    const type = astray ? 'view' : (['view', 'click', 'cart', 'purchase'] as const)[draw.weighted([60, 25, 9, 6])]!
    return { type, id: items[row]!.id, at }
  })
  return { taste, events, noise }
}

/** An anchor and 1 to 3 things of categories that complete its own, in its style or of its brand if they can be. */
function drawBasket(draw: Draw, { items, truth }: ShopItems, anchor: number): Basket {
  const { category, style, brand } = truth[anchor]!.facts
  const complements = Object.entries(CATEGORIES.find(({ name }) => name === category)!.complements)
  const rows = new Set([anchor])
  const wanted = draw.integer(2, 4)
  while (rows.size < wanted) {
    const [other] = complements[draw.weighted(complements.map(([, weight]) => weight))]!
    const weights = truth.map(({ facts, appeal }) =>
      facts.category === other ? appeal * (facts.style === style ? 8 : 1) * (facts.brand === brand ? 8 : 1) : 0,
    )
    rows.add(draw.weighted(weights))
  }
  return { ids: [...rows].map((row) => items[row]!.id), anchor }
}
