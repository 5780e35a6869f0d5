/** What the synthetic shop T1 is made of. Written for it: no name is a real maker's. The first form of each value is its canonical name. */

export interface Value {
  readonly name: string
  /** How texts name it; the first is `name`. */
  readonly forms: readonly string[]
}

export interface Category extends Value {
  readonly department: string
  /** Middle of the log-normal price, in euro. */
  readonly medianPrice: number
  /** Categories that are bought with it, and how often; the weights of a category add up to 1. */
  readonly complements: Readonly<Record<string, number>>
}

const value = (...forms: [string, ...string[]]): Value => ({ name: forms[0], forms })

const category = (
  forms: [string, ...string[]],
  department: string,
  medianPrice: number,
  complements: Readonly<Record<string, number>>,
): Category => ({ ...value(...forms), department, medianPrice, complements })

export const CATEGORIES: readonly Category[] = [
  category(['kettle', 'water boiler'], 'Kitchen', 40, { teapot: 0.5, mug: 0.4, tray: 0.1 }),
  category(['teapot', 'tea jug'], 'Kitchen', 30, { mug: 0.6, tray: 0.3, kettle: 0.1 }),
  category(['mug', 'drinking cup'], 'Kitchen', 12, { teapot: 0.3, tray: 0.6, kettle: 0.1 }),
  category(['tray', 'serving board'], 'Kitchen', 25, { mug: 0.5, teapot: 0.5 }),
  category(['desk', 'writing table'], 'Office', 220, { chair: 0.6, lamp: 0.4 }),
  category(['chair', 'seat'], 'Office', 120, { desk: 0.3, cushion: 0.6, lamp: 0.1 }),
  category(['lamp', 'luminaire'], 'Living', 60, { desk: 0.7, chair: 0.3 }),
  category(['cushion', 'pillow'], 'Living', 20, { chair: 0.6, blanket: 0.4 }),
  category(['blanket', 'throw'], 'Living', 45, { cushion: 0.8, tent: 0.2 }),
  category(['tent', 'canopy shelter'], 'Outdoor', 180, { backpack: 0.5, blanket: 0.3, lamp: 0.2 }),
  category(['backpack', 'rucksack'], 'Outdoor', 80, { bottle: 0.6, tent: 0.4 }),
  category(['bottle', 'flask'], 'Outdoor', 22, { backpack: 0.9, mug: 0.1 }),
]

const BRAND_STARTS = ['Nor', 'Vel', 'Kas', 'Tam', 'Bri', 'Ola', 'Fen', 'Zor']
const BRAND_ENDS = ['dika', 'lumo', 'vetto', 'rimar', 'quen']

export const BRANDS: readonly Value[] = BRAND_STARTS.flatMap((start) => BRAND_ENDS.map((end) => value(start + end)))

export const COLOURS: readonly Value[] = [
  value('red', 'crimson', 'scarlet'),
  value('blue', 'navy', 'cobalt'),
  value('green', 'emerald', 'moss'),
  value('yellow', 'lemon', 'mustard'),
  value('black', 'jet', 'ebony'),
  value('white', 'ivory', 'snow'),
  value('grey', 'slate', 'ash'),
  value('brown', 'chestnut', 'umber'),
  value('orange', 'tangerine', 'amber'),
  value('purple', 'violet', 'plum'),
  value('pink', 'rose', 'blush'),
  value('turquoise', 'teal', 'aqua'),
]

export const MATERIALS: readonly Value[] = [
  value('steel', 'stainless metal'),
  value('aluminium', 'light alloy'),
  value('oak', 'solid wood'),
  value('bamboo', 'cane'),
  value('glass', 'crystal'),
  value('ceramic', 'stoneware'),
  value('cotton', 'canvas'),
  value('wool', 'felt'),
  value('leather', 'hide'),
  value('plastic', 'polymer'),
]

export const STYLES: readonly Value[] = [
  value('minimalist', 'pared-down'),
  value('rustic', 'farmhouse'),
  value('industrial', 'factory-look'),
  value('vintage', 'retro'),
  value('nordic', 'scandinavian'),
  value('bohemian', 'boho'),
  value('classic', 'traditional'),
  value('sporty', 'athletic'),
]

/** Placeholders are filled with a form of the value. Every title names the category and three of the other four. */
export const TITLES: readonly string[] = [
  '{brand} {colour} {material} {category}',
  '{style} {category} in {colour} {material}',
  '{category} by {brand}, {style}, {material}',
  '{brand} {style} {category} ({colour})',
]

/** The facts an item states, each in a sentence of its own. */
export const FACTS = ['category', 'brand', 'colour', 'material', 'style'] as const
export type Fact = (typeof FACTS)[number]

export const VALUES: Readonly<Record<Fact, readonly Value[]>> = {
  category: CATEGORIES,
  brand: BRANDS,
  colour: COLOURS,
  material: MATERIALS,
  style: STYLES,
}

export const SENTENCES: Readonly<Record<Fact, readonly string[]>> = {
  category: ['This {category} is made for every day.', 'A {category} that does what it should.', 'Sold as a {category}.'],
  brand: ['It comes from the workshop of {brand}.', '{brand} designed and built it.', 'Another piece of the {brand} range.'],
  colour: ['The finish is {colour}.', 'You get it in {colour}.', 'Its tone is a clear {colour}.'],
  material: ['The main material is {material}.', 'It is built from {material}.', 'Its body is {material} all through.'],
  style: ['The look is {style}.', 'It fits {style} homes.', 'Its lines are {style}.'],
}

export const FILLERS: readonly string[] = [
  'Delivery takes three to five working days.',
  'You may return it within a month.',
  'Please keep the receipt.',
  'The box can be recycled.',
  'Our team answers questions by mail.',
  'Gift wrapping is free.',
  'Wipe it with a damp cloth.',
  'Two years of warranty are included.',
  'It was checked by hand before it left us.',
  'Many of our visitors have come back for more.',
]
