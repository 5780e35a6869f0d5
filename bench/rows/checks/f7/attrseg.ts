import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { type Draw, draws } from '../../../../src/evaluate/draw.js'
import { Bm25Index } from '../../../../src/lexical/bm25.js'
import { itemFields } from '../../../../src/lexical/item-fields.js'
import type { Described } from '../../../../src/ranking/scorers/descriptors.js'
import { labelScores } from '../../../../src/ranking/scorers/labels.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { talkRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { embedTexts } from '../../../text-vectors.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'

/** A class that has a made-up name: items that have both attributes. */
interface Invented {
  readonly name: string
  readonly attributes: readonly [string, string]
}

/** What a label file says of each class. */
type Describe = (classes: readonly Invented[]) => readonly Described[]

const TOP = 20
const byAttributes: Describe = (classes) => classes.map(({ name, attributes }) => ({ label: name, descriptors: attributes }))
const byName: Describe = (classes) => classes.map(({ name }) => ({ label: name, descriptors: [name] }))
const byOne =
  (which: 0 | 1): Describe =>
  (classes) =>
    classes.map(({ name, attributes }) => ({ label: name, descriptors: [attributes[which]] }))

export const attrseg = defineCheck<Describe>({
  what: `classes of talks under made-up names, each of the talks that have two given tags (hidden; ${TOP} talks at least; the test half of all such pairs), told by the list of both: P@${TOP} above the made-up name, above the first tag alone and above the second alone`,
  quick: false,
  needs: ['data/tedtalks'],
  reachable: '`pagekin label`, with a list of attributes for each label',
  product: true,
  capability: byAttributes,
  controls: { identity: byName },
  async measure(describe) {
    const talks = sharedSets.talks()
    const { items } = parseCatalog(talkRows(talks), { source: 'talks' })
    const tagsOf = new Map(talks.map(({ id, tags }) => [id, new Set(tags)]))
    const draw = draws(1)
    const classes = splitByHash('attrseg', pairsOf([...tagsOf.values()])).test
    const invented = classes.map((pair): Invented => ({ name: madeUp(draw), attributes: JSON.parse(pair) }))
    const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
    const catalog = [centredRows(vectors, dimensions), dimensions, Bm25Index.build(items.map(itemFields))] as const
    const precision = async (say: Describe): Promise<number[]> => {
      const labels = say(invented)
      const embedded = await embedTexts(
        labels.flatMap(({ descriptors }) => descriptors),
        { kind: 'query' },
      )
      const scores = labelScores(...catalog, labels, embedded.vectors).map(
        (told) => new Map(told.map(({ label, score }) => [label, score])),
      )
      return invented.map(({ name, attributes }) => {
        const best = [...items.keys()].sort((a, b) => scores[b]!.get(name)! - scores[a]!.get(name)!).slice(0, TOP)
        return best.filter((row) => attributes.every((tag) => tagsOf.get(items[row]!.id)!.has(tag))).length / TOP
      })
    }
    const ours = await precision(describe)
    const beside = async (name: string, say: Describe) => compare(`${name} (${classes.length})`, ours, await precision(say))
    return weakest([await beside('made-up name', byName), await beside('first tag', byOne(0)), await beside('second tag', byOne(1))])
  },
  passes: ({ ci }) => ci![0] > 0,
})

/** Pairs of tags that enough talks have both of, as JSON, each once. */
function pairsOf(tagged: readonly ReadonlySet<string>[]): string[] {
  const counts = new Map<string, number>()
  for (const tags of tagged) {
    const sorted = [...tags].sort()
    sorted.forEach((one, at) => {
      for (const other of sorted.slice(at + 1)) {
        const pair = JSON.stringify([one, other])
        counts.set(pair, (counts.get(pair) ?? 0) + 1)
      }
    })
  }
  return [...counts].filter(([, count]) => count >= TOP).map(([pair]) => pair)
}

function madeUp({ one }: Draw): string {
  return Array.from({ length: 3 }, () => one([...'bdfgklmnprstvz']) + one([...'aeiou'])).join('')
}
