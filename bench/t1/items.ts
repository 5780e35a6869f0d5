import type { Draw } from '../../src/evaluate/draw.js'
import type { Item } from '../../src/types.js'
import { CATEGORIES, FACTS, type Fact, FILLERS, SENTENCES, TITLES, VALUES } from './vocabulary.js'

/** What is true of an item, whatever words its texts use. */
export interface ItemTruth {
  readonly facts: Readonly<Record<Fact, string>>
  /** What each sentence of the description says, in order. */
  readonly sentences: readonly (Fact | 'filler')[]
  /** Draws visitors beyond taste: 1, 2, 4 or 8, each half as common as the one before. */
  readonly appeal: number
  /** Row of the item that this one is a planted duplicate of. */
  readonly duplicateOf?: number
}

/** How many of the five are the same. */
export function sharedFacts({ facts: a }: ItemTruth, { facts: b }: ItemTruth): number {
  return FACTS.filter((fact) => a[fact] === b[fact]).length
}

/** Three facts or more in common: what a shelf beside an item may show. */
export function isAlike(a: ItemTruth, b: ItemTruth): boolean {
  return sharedFacts(a, b) >= 3
}

export interface ShopItems {
  readonly items: readonly Item[]
  readonly truth: readonly ItemTruth[]
}

/** Spread of the logarithm of the price. */
const PRICE_SIGMA = 0.45

/**
 * `count` items of which the share `duplicates` are told again: the same facts in another title, other forms of the words,
 * another order of sentences and a price up to 3 % off. No two others have the same five facts, so that truth is exact.
 */
export function shopItems(draw: Draw, count: number, duplicates: number): ShopItems {
  const items: Item[] = []
  const truth: ItemTruth[] = []
  const originals = count - Math.round(count * duplicates)
  const taken = new Set<string>()
  while (items.length < originals) {
    const facts = Object.fromEntries(FACTS.map((fact) => [fact, draw.one(VALUES[fact]).name])) as Record<Fact, string>
    const key = FACTS.map((fact) => facts[fact]).join('|')
    if (taken.has(key)) continue
    taken.add(key)
    const median = CATEGORIES.find(({ name }) => name === facts.category)!.medianPrice
    tell(draw, items, truth, { facts, price: median * Math.exp(PRICE_SIGMA * draw.normal()), appeal: 2 ** draw.weighted([8, 4, 2, 1]) })
  }
  for (const original of draw.shuffled([...items.keys()]).slice(0, count - originals)) {
    const { facts } = truth[original]!
    const price = items[original]!.price!.value * (0.97 + 0.06 * draw.fraction())
    tell(draw, items, truth, { facts, price, appeal: 1, duplicateOf: original })
  }
  return { items, truth }
}

interface Story {
  readonly facts: Readonly<Record<Fact, string>>
  readonly price: number
  readonly appeal: number
  readonly duplicateOf?: number
}

function tell(draw: Draw, items: Item[], truth: ItemTruth[], story: Story): void {
  const { facts, price, ...rest } = story
  const sentences = draw.shuffled<Fact | 'filler'>([...FACTS, 'filler', 'filler'])
  const fillers = draw.shuffled(FILLERS)
  const title = fill(draw, draw.one(TITLES), facts)
  const description = sentences
    .map((kind) => (kind === 'filler' ? fillers.pop()! : fill(draw, draw.one(SENTENCES[kind]), facts)))
    .map(capitalised)
    .join(' ')
  const category = CATEGORIES.find(({ name }) => name === facts.category)!
  items.push({
    id: `t1-${String(items.length).padStart(4, '0')}`,
    title: capitalised(title),
    description,
    price: { value: Math.round(price * 100) / 100, currency: 'EUR' },
    brand: facts.brand,
    category: [category.department, facts.category],
    lang: 'en',
    attributes: { colour: facts.colour, material: facts.material, style: facts.style },
  })
  truth.push({ facts, sentences, ...rest })
}

/** Puts a form of each fact in its place. */
function fill(draw: Draw, template: string, facts: Readonly<Record<Fact, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, fact: Fact) => draw.one(VALUES[fact].find(({ name }) => name === facts[fact])!.forms))
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
