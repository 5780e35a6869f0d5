import type { Row } from './catalogs.js'

export interface Department {
  readonly name: string
  readonly slug: string
  readonly intro: string
}

const department = (name: string, intro: string): Department => ({ name, intro, slug: name.toLowerCase().replaceAll(/[^a-z]+/g, '-') })

export const DEPARTMENTS: readonly Department[] = [
  department('Kitchen & dining', 'Kettles, knives and the bowl you reach for first.'),
  department('Bed, bath & living', 'Soft things, warm light and somewhere to put the blankets.'),
  department('Garden & balcony', 'For three acres or one windowsill.'),
  department('Camping & hiking', 'A dry night, a hot drink and the way back.'),
  department('Clothing & shoes', 'Wool, waxed cotton and boots that can be resoled.'),
  department('Desk & stationery', 'Ink, paper and a lamp in the right place.'),
  department('Toys & games', 'Rainy afternoons, looked after.'),
  department('Tools & bicycle', 'For mending the gate and riding to the station.'),
]

export function departmentOf(row: Row): Department | undefined {
  return DEPARTMENTS.find(({ name }) => name === row.category?.[0])
}
