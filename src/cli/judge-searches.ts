import type { AnswerContext } from '../engine/answers/context.js'
import { search } from '../engine/answers/search.js'
import { draws } from '../evaluate/draw.js'
import { type Interval, pairedBootstrap } from '../evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../evaluate/metrics/ndcg.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { trainOnSearches, withVectors } from '../ranking/transforms/searched-vectors.js'
import { VectorSample } from '../ranking/vector-sample.js'
import { toldGain } from './told-gain.js'
import { type EncodedSearches, taughtSearches } from './vectors-of-searches.js'
import { type SearchGroup, withSearches } from './words-of-searches.js'

/** What a log of searches says about itself; why nothing could be said. */
export type JudgedSearches = SearchesGain | { readonly isKept: false; readonly why: string }

export interface SearchesGain {
  /** Whether the gain is shown: its interval is above 0. */
  readonly isKept: boolean
  /** Whether vectors are trained, too: that is better for sure than words alone. */
  readonly hasVectors: boolean
  /** nDCG@10 of searches that the items do not know. */
  readonly before: number
  readonly gain: Interval
  /** Different searches that were asked. */
  readonly searches: number
}

const FEWEST_ASKED = 20
/** Of the different searches: each is asked of the items that the others taught. */
const PARTS = 5
/** More say the same, and each looks at every item. */
const MOST_ASKED = 1000
const MOST_ROWS_READ = 1e7
const K = 10

/**
 * Whether searches help other ones. The different searches of the log are parted in five. Each part is asked of the items with the words of
 * the other four, of the same with vectors trained on these, and of the items as they are: nDCG@10, an item that the search led to is right.
 * The same log says the same.
 *
 * @param context The catalog, with all its vectors or none.
 * @param encoded The vectors of the searches (`encodeSearches`); null to rank by words alone.
 */
export function judgeSearches(
  context: AnswerContext,
  groups: readonly SearchGroup[],
  encoded: EncodedSearches | null,
  onPart?: (done: number, parts: number) => void,
): JudgedSearches {
  const { rows, words, vectors } = context
  const most = Math.max(FEWEST_ASKED, Math.min(MOST_ASKED, Math.floor(MOST_ROWS_READ / rows.size)))
  const shuffled = draws(1).shuffled(groups)
  const asked = shuffled.slice(0, most)
  if (asked.length < FEWEST_ASKED) return { isKept: false, why: `${asked.length} different searches, it takes ${FEWEST_ASKED}` }
  const ndcg = ({ text, items }: SearchGroup, taught: AnswerContext) => {
    const found = search(text, encoded?.asked.get(text) ?? null, { limit: K, complete: true }, taught)
    return ndcgAt(
      found.map(({ item }) => item.id),
      new Map([...items.keys()].map((id) => [id, 1])),
      K,
    )
  }
  const before = asked.map((group) => ndcg(group, context))
  const after = { words: new Float64Array(asked.length), vectors: new Float64Array(asked.length) }
  for (let part = 0; part < PARTS; part++) {
    onPart?.(part, PARTS)
    const others = shuffled.filter((_, place) => place % PARTS !== part)
    const taught = { ...context, words: Bm25Index.build(withSearches(rows.items, others, words).map(itemFields)) }
    const ask = (form: keyof typeof after, of: AnswerContext) => {
      for (let place = part; place < asked.length; place += PARTS) after[form][place] = ndcg(asked[place]!, of)
    }
    ask('words', taught)
    if (!encoded || !vectors) continue
    const index = withVectors(vectors.index, trainOnSearches(vectors.index, taughtSearches(others, encoded, context)))
    ask('vectors', { ...taught, vectors: { index, sample: new VectorSample(index) } })
  }
  const hasVectors = encoded !== null && vectors !== null && pairedBootstrap(after.vectors, after.words).lo > 0
  const gain = pairedBootstrap(hasVectors ? after.vectors : after.words, before)
  return {
    isKept: gain.lo > 0,
    hasVectors,
    before: before.reduce((sum, one) => sum + one, 0) / before.length,
    gain,
    searches: asked.length,
  }
}

/** For people: what is kept, and what it gains. */
export function toldOfSearches(judged: JudgedSearches): string {
  if ('why' in judged) return `words of searches: none; ${judged.why}\n`
  const { isKept, hasVectors, before, gain, searches } = judged
  const figures = `${toldGain(gain, `nDCG@${K}`, before)}, ${searches} searches asked of what others taught`
  if (!isKept) return `words of searches: none; they have no sure gain (${figures})\n`
  return `words${hasVectors ? ' and vectors' : ''} of searches: in the pack (${figures})\n`
}
