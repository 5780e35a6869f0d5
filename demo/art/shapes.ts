import * as campingClothing from './camping-clothing.js'
import * as deskToys from './desk-toys.js'
import type { Drawing } from './drawing.js'
import * as homeTools from './home-tools.js'
import * as kitchenGarden from './kitchen-garden.js'

const BY_DEPARTMENT: Readonly<Record<string, { readonly SHAPES: Readonly<Record<string, Drawing>> }>> = {
  'Kitchen & dining': kitchenGarden,
  'Garden & balcony': kitchenGarden,
  'Camping & hiking': campingClothing,
  'Clothing & shoes': campingClothing,
  'Desk & stationery': deskToys,
  'Toys & games': deskToys,
  'Bed, bath & living': homeTools,
  'Tools & bicycle': homeTools,
}

/** The drawing of a shape: its own department's, else any department's; undefined where nobody drew it. */
export function drawingOf(department: string, shape: string): Drawing | undefined {
  const files = [BY_DEPARTMENT[department], ...Object.values(BY_DEPARTMENT)]
  return files.find((file) => file && Object.hasOwn(file.SHAPES, shape))?.SHAPES[shape]
}
