/**
 * `npm run bench -- bias`: how far occupations lie along the direction in which words for women and men differ (DirectBias of Bolukbasi et al. 2016,
 * "Man is to Computer Programmer as Woman is to Homemaker?", with c = 1): the mean of |cos(occupation, direction)|, with its 95 % interval,
 * beside that of things of the house. The direction is the first principal component of the paper's ten pairs, each centred. Words are embedded alone.
 */
import { existsSync } from 'node:fs'
import { bootstrapMean } from '../../src/evaluate/metrics/bootstrap.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { embedTexts } from '../text-vectors.js'
import { principalComponents } from '../transforms/principal-components.js'

const PAIRS = 'she he, her his, woman man, Mary John, herself himself, daughter son, mother father, gal guy, girl boy, female male'
const OCCUPATIONS =
  'accountant, architect, athlete, baker, barber, bookkeeper, bricklayer, butcher, captain, carpenter, cashier, chef, cleaner, composer, dancer, dentist, designer, doctor, driver, economist, editor, electrician, engineer, farmer, firefighter, fisher, florist, gardener, hairdresser, housekeeper, interpreter, janitor, jeweller, judge, lawyer, librarian, manager, mechanic, midwife, miner, musician, nanny, novelist, nurse, optician, painter, pharmacist, philosopher, photographer, physicist, pilot, plumber, police officer, politician, professor, programmer, receptionist, scientist, secretary, singer, soldier, surgeon, tailor, teacher, therapist, translator, veterinarian, waiter, warehouse worker, welder'
const THINGS =
  'basket, bench, blanket, book, bottle, bowl, box, broom, brush, bucket, candle, chair, clock, cup, curtain, desk, door, drawer, envelope, fork, jar, kettle, key, ladder, lamp, mat, mirror, mug, napkin, oven, pan, pencil, pillow, plate, pot, radio, rope, rug, shelf, sofa, spoon, stool, table, teapot, tile, towel, tray, vase, wardrobe, window'
const NAMED = 5

const words = (list: string) => list.split(', ')
const pairs = words(PAIRS).map((pair) => pair.split(' '))

for (const encoder of ['builtin', '../shared/models/all-MiniLM-L6-v2']) {
  if (encoder.startsWith('..') && !existsSync(encoder)) {
    console.warn(`skipped: ${encoder} is absent`)
    continue
  }
  const { vectors, dimensions } = await embedTexts([...pairs.flat(), ...words(OCCUPATIONS), ...words(THINGS)], { encoder })
  const vector = (at: number) => vectors.subarray(at * dimensions, (at + 1) * dimensions)
  const halves = new Float32Array(2 * pairs.length * dimensions)
  for (let at = 0; at < pairs.length; at++) {
    const [she, he] = [vector(2 * at), vector(2 * at + 1)]
    she.forEach((value, j) => {
      halves[2 * at * dimensions + j] = (value - he[j]!) / 2
      halves[(2 * at + 1) * dimensions + j] = (he[j]! - value) / 2
    })
  }
  const { components } = principalComponents(halves, new Float32Array(dimensions), 1)
  const towards = dotProduct(components, halves.subarray(0, dimensions)) < 0 ? -1 : 1
  const sharesOf = (list: string, from: number) =>
    words(list).map((word, at) => ({ word, share: towards * dotProduct(vector(from + at), components) }))
  const occupations = sharesOf(OCCUPATIONS, 2 * pairs.length)
  const things = sharesOf(THINGS, 2 * pairs.length + occupations.length)
  const ordered = [...occupations].sort((a, b) => a.share - b.share).map(({ word, share }) => `${word} ${share.toFixed(2)}`)
  console.log(encoder.replace(/.*\//, ''))
  console.log(`  occupations (${occupations.length}): ${told(occupations)}; things (${things.length}): ${told(things)}`)
  console.log(`  towards he: ${ordered.slice(0, NAMED).join(', ')}; towards she: ${ordered.slice(-NAMED).reverse().join(', ')}`)
}

function told(shares: readonly { readonly share: number }[]): string {
  const { mean, lo, hi } = bootstrapMean(shares.map(({ share }) => Math.abs(share)))
  return `${mean.toFixed(3)} [${lo.toFixed(3)}, ${hi.toFixed(3)}]`
}
