import { PagekinError } from '../../errors.js'
import type { Item } from '../../types.js'
import { MAX_CODE, quantizeInto } from '../../vectors/quantize.js'
import { isItem } from '../neighbours.js'
import { codesText, readCodes } from './codes-text.js'

/** A file of cards: items with their vectors. */
export interface CardsFile {
  /** Whole, but for the end of a long description. */
  readonly items: readonly Item[]
  readonly scales: readonly number[]
  /** Item by item, by `codesText`. */
  readonly codes: string
}

/** Cards as they were read. */
export interface Cards {
  readonly items: readonly Item[]
  readonly scales: Float32Array
  readonly codes: Int8Array
}

/** A card shows this much of a text, and it is found by these words. */
const EXCERPT = 1000

/** The most that printable characters tell apart without `"` and `\\` between them. */
const LARGEST = 28
/** A scan reads the upper half of an int8 code first. */
const SPREAD = Math.floor(MAX_CODE / LARGEST)

/** A file of cards of these rows, whose vectors are int8 codes. */
export function packCards(
  catalog: { readonly items: readonly Item[]; readonly encoder: { readonly dimensions: number } } & Pick<Cards, 'codes' | 'scales'>,
  rows: readonly number[],
): CardsFile {
  const { dimensions } = catalog.encoder
  const own = new Int8Array(dimensions)
  let codes = ''
  const scales = rows.map((row) => {
    const vector = Float32Array.from(catalog.codes.subarray(row * dimensions, (row + 1) * dimensions))
    const step = quantizeInto(vector, own, LARGEST)
    codes += codesText(own)
    return Number((step * catalog.scales[row]!).toPrecision(4))
  })
  return { items: rows.map((row) => listCardOf(catalog.items[row]!)), scales, codes }
}

/** An item as lists have it. */
function listCardOf(item: Item): Item {
  const { description } = item
  return description === undefined || description.length <= EXCERPT ? item : { ...item, description: description.slice(0, EXCERPT) }
}

/** @throws PagekinError `pack-invalid`. */
export function readCards(file: unknown, dimensions: number): Cards {
  const { items, scales, codes } = (file ?? {}) as Partial<CardsFile>
  if (!Array.isArray(items) || !items.every(isItem)) throw invalid('expected items with id and title')
  const steps = readCodes(codes, LARGEST)
  if (!Array.isArray(scales) || scales.length !== items.length || steps?.length !== items.length * dimensions) {
    throw invalid(`received ${String(codes).length} codes, expected ${dimensions} from "#" to "[" for each of ${items.length} items`)
  }
  if (!scales.every((scale) => scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw invalid('expected scales of 0 or more')
  return {
    items,
    scales: Float32Array.from(scales, (scale) => scale / SPREAD),
    codes: Int8Array.from(steps, (step) => SPREAD * step),
  }
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `cards: ${why}`)
}
