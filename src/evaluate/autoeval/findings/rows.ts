import { itemSentence } from '../../../catalog/item-sentence.js'
import { rowsOf } from '../../../catalog/rejected.js'
import { tokenize } from '../../../lexical/tokens.js'
import type { Item } from '../../../types.js'
import type { CatalogFacts } from '../facts.js'
import { counted, type Detector, type FindingKind, finding, percent } from '../finding.js'

/** Items with fewer different words, in title and fields, can hardly be told apart. */
const FEW_WORDS = 4

export const rejectedRows: Detector = ({ items, rejected }) => {
  if (rejected.length === 0) return null
  const of = items.length + rejected.length
  return finding({
    kind: 'rejected-rows',
    title: `${counted(rejected.length, 'row')} of ${of.toLocaleString('en')} cannot be read (${percent(rejected.length / of)}).`,
    why: 'What they describe is in no shelf and found by no search.',
    advice: 'Give each row an id of its own and a title; the row numbers count from 0.',
    count: rejected.length,
    of,
    examples: rejected.map(({ field, why, ...place }) => ({
      ids: [rowsOf({ field: '', rows: [place] })],
      note: field === '' ? why : `${field}: ${why}`,
    })),
  })
}

export const shortTexts: Detector = ({ items }) => {
  const words = (item: Item) => new Set(tokenize(itemSentence(item))).size
  const short = items.filter((item) => words(item) < FEW_WORDS)
  if (short.length === 0) return null
  return finding({
    kind: 'short-texts',
    title: `${counted(short.length, 'item')} (${percent(short.length / items.length)}) ${short.length === 1 ? 'says' : 'say'} fewer than ${FEW_WORDS} different words, all fields together.`,
    why: 'What is like them, and who looks for them, can only be guessed.',
    advice: 'Add a description, a category or a few attributes.',
    count: short.length,
    of: items.length,
    examples: short.map(({ id, title }) => ({ ids: [id], note: title })),
  })
}

/** A field that no item has is the site's choice, except for descriptions and images. */
interface MissedField {
  readonly kind: FindingKind
  readonly isMissing: (item: Item) => boolean
  readonly noun: string
  readonly evenIfAll: boolean
  readonly why: string
  readonly advice: string
}

const MISSED: readonly MissedField[] = [
  {
    kind: 'no-description',
    isMissing: ({ description }) => description === undefined,
    noun: 'description',
    evenIfAll: true,
    why: 'Their title and fields alone decide what is like them.',
    advice: 'Add a sentence or two that say what the thing is and what it is for.',
  },
  {
    kind: 'no-image',
    isMissing: ({ image }) => image === undefined,
    noun: 'picture',
    evenIfAll: true,
    why: 'A shelf shows their cards without a picture.',
    advice: 'Put the address of a picture in `image` (or image_url, thumbnail ...).',
  },
  {
    kind: 'no-link',
    isMissing: ({ url }) => url === undefined,
    noun: 'link',
    evenIfAll: true,
    why: 'Their cards lead nowhere, unless the page handles kin-select itself.',
    advice: 'Put the address of the page in `url` (or link, permalink ...), or name its column with `fields`.',
  },
  {
    kind: 'no-price',
    isMissing: ({ price }) => price === undefined,
    noun: 'price that can be read',
    evenIfAll: false,
    why: 'Cards show none, and a filter by price never shows these items.',
    advice: 'Write `price` as a number, a text such as "12.50 EUR", or {"value", "currency"}.',
  },
]

export const missingFields: Detector = ({ items }) =>
  MISSED.flatMap(({ kind, isMissing, noun, evenIfAll, why, advice }) => {
    const missing = items.filter(isMissing)
    if (missing.length === 0 || (missing.length === items.length && !evenIfAll)) return []
    const share = missing.length / items.length
    const title =
      share === 1
        ? `No item has a ${noun}.`
        : `${counted(missing.length, 'item')} (${percent(share)}) ${missing.length === 1 ? 'has' : 'have'} no ${noun}.`
    const examples = share === 1 ? [] : missing.map(({ id, title }) => ({ ids: [id], note: title }))
    return [finding({ kind, title, why, advice, count: missing.length, of: items.length, examples })]
  })

export const unavailableItems: Detector = ({ items }: CatalogFacts) => {
  const away = items.filter(({ available }) => available === false)
  if (away.length === 0) return null
  const share = away.length / items.length
  return finding({
    kind: 'unavailable',
    title: `${counted(away.length, 'item')} (${percent(share)}) ${away.length === 1 ? 'is' : 'are'} not available.`,
    why: 'Shelves and searches leave them out unless `where` asks for them; visitors still download them.',
    advice: 'Nothing, if that is so. Take what will not come back out of the catalog.',
    count: away.length,
    of: items.length,
    examples: away.map(({ id, title }) => ({ ids: [id], note: title })),
  })
}
