import type { Row } from './catalogs.js'

export interface Department {
  readonly name: string
  readonly slug: string
  readonly intro: string
  /** What a visitor puts together out of it. */
  readonly whole: string
}

const department = (name: string, intro: string, whole: string): Department => ({
  name,
  intro,
  whole,
  slug: name.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
})

export const DEPARTMENTS: readonly Department[] = [
  department('Kitchen & dining', 'Kettles, knives and the bowl you reach for first.', 'table'),
  department('Bed, bath & living', 'Soft things, warm light and somewhere to put the blankets.', 'room'),
  department('Garden & balcony', 'For three acres or one windowsill.', 'balcony'),
  department('Camping & hiking', 'A dry night, a hot drink and the way back.', 'camp'),
  department('Clothing & shoes', 'Wool, waxed cotton and boots that can be resoled.', 'outfit'),
  department('Desk & stationery', 'Ink, paper and a lamp in the right place.', 'desk'),
  department('Toys & games', 'Rainy afternoons, looked after.', 'toy box'),
  department('Tools & bicycle', 'For mending the gate and riding to the station.', 'kit'),
]

export function departmentOf(row: Row): Department | undefined {
  return DEPARTMENTS.find(({ name }) => name === row.category?.[0])
}
