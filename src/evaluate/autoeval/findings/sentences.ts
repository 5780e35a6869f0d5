import { sentences } from '../../../lexical/sentences.js'
import { counted, type Detector, finding, percent } from '../finding.js'

/** A sentence in this many descriptions is about the shop. */
const MIN_SHARE = 0.2
const MIN_ITEMS = 10

/** Sentences that many descriptions repeat: delivery terms, care notes, promises. */
export const repeatedSentences: Detector = ({ items }) => {
  const rows = new Map<string, string[]>()
  for (const { id, description = '' } of items) {
    for (const sentence of new Set(sentences(description))) rows.set(sentence, [...(rows.get(sentence) ?? []), id])
  }
  const having = items.filter(({ description }) => description !== undefined).length
  const repeated = [...rows]
    .filter(([, ids]) => ids.length >= MIN_ITEMS && ids.length >= MIN_SHARE * having)
    .sort((a, b) => b[1].length - a[1].length)
  if (repeated.length === 0) return null
  const touched = new Set(repeated.flatMap(([, ids]) => ids)).size
  return finding({
    kind: 'repeated-sentences',
    title: `${counted(repeated.length, 'sentence')} ${repeated.length === 1 ? 'is' : 'are'} repeated over and over, in ${counted(touched, 'item')} (${percent(touched / items.length)}).`,
    why: 'They make unlike things look alike to the encoder, and push out what is particular: it reads the beginning of a text only.',
    advice: 'Show them on the page, but leave them out of `description`.',
    count: touched,
    of: items.length,
    examples: repeated.map(([sentence, ids]) => ({
      ids: ids.slice(0, 3),
      note: `“${sentence.slice(0, 100)}” in ${counted(ids.length, 'item')}`,
    })),
  })
}
