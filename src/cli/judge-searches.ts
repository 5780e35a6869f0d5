import type { AnswerContext } from '../engine/answers/context.js'
import { search } from '../engine/answers/search.js'
import { draws } from '../evaluate/draw.js'
import { type Interval, pairedBootstrap } from '../evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../evaluate/metrics/ndcg.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { type SearchedVectors, trainOnSearches, withVectors } from '../ranking/transforms/searched-vectors.js'
import type { Item } from '../types.js'
import { toldGain } from './told-gain.js'
import { type EncodedSearches, taughtSearches } from './vectors-of-searches.js'
import { type SearchGroup, withSearches } from './words-of-searches.js'

/** What searches may teach an item: nothing, their words, or a vector, too. */
export type Taught = 'nothing' | 'words' | 'vectors'

/** What a log of searches says about itself; why nothing could be said. */
export type JudgedSearches = SearchesGain | { readonly why: string }

export interface SearchesGain {
  /** What searches find more by for sure. */
  readonly taught: Taught
  /** Sections (first level of the category) whose own searches find more for sure by something else. */
  readonly sections: ReadonlyMap<string, Taught>
  /** nDCG@10 of searches that the items do not know. */
  readonly before: number
  /** Of what each section is taught. Where nothing is, of the words. */
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

const sectionOf = ({ category = [] }: Item) => category[0] ?? ''

/**
 * Whether searches help other ones. The different searches of the log are parted in five. Each part is asked of the items with the words of
 * the other four, of the same with vectors trained on these, and of the items as they are: nDCG@10, an item that the search led to is right.
 * A section of a site may be another shop: if its own searches find more for sure by something else than the whole log's, its items are taught that.
 * The same log says the same.
 *
 * Source of the sections: experts for parts of the data, routed by what an item is (Hallee et al., "Contrastive learning and mixture of experts enables
 * precise vector embeddings", arXiv 2401.15713).
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
  const { rows, vectors } = context
  const most = Math.max(FEWEST_ASKED, Math.min(MOST_ASKED, Math.floor(MOST_ROWS_READ / rows.size)))
  const shuffled = draws(1).shuffled(groups)
  const asked = shuffled.slice(0, most)
  if (asked.length < FEWEST_ASKED)
    return {
      why: `the log has ${asked.length} different ${asked.length === 1 ? 'search' : 'searches'}, it takes ${FEWEST_ASKED}. Give a longer log`,
    }
  const ndcg = ({ text, items }: SearchGroup, taught: AnswerContext) => {
    const found = search(text, encoded?.asked.get(text) ?? null, { limit: K, complete: true }, taught)
    return ndcgAt(
      found.map(({ item }) => item.id),
      new Map([...items.keys()].map((id) => [id, 1])),
      K,
    )
  }
  onPart?.(0, PARTS + 2)
  const found: Found = { nothing: asked.map((group) => ndcg(group, context)), words: [], vectors: [] }
  for (let part = 0; part < PARTS; part++) {
    onPart?.(part + 1, PARTS + 2)
    const others = shuffled.filter((_, place) => place % PARTS !== part)
    const taught = { ...context, words: Bm25Index.build(withSearches(rows.items, others).map(itemFields)) }
    const ask = (form: Taught, of: AnswerContext) => {
      for (let place = part; place < asked.length; place += PARTS) found[form][place] = ndcg(asked[place]!, of)
    }
    ask('words', taught)
    if (!encoded || !vectors) continue
    const trained = trainOnSearches(vectors.index, taughtSearches(others, encoded, context))
    ask('vectors', { ...taught, vectors: withVectors(vectors.index, trained) })
  }
  if (found.vectors.length === 0) found.vectors = found.words
  const all = [...asked.keys()]
  const hasWords = gainOf(found, 'words', 'nothing', all).lo > 0
  const hasVectors = gainOf(found, 'vectors', 'words', all).lo > 0 && gainOf(found, 'vectors', 'nothing', all).lo > 0
  const taught = hasVectors ? 'vectors' : hasWords ? 'words' : 'nothing'
  const sections = new Map<string, Taught>()
  const sectionAsked = asked.map((group) => sectionOf(mostChosen(group, context)))
  for (const section of new Set(sectionAsked)) {
    const places = all.filter((place) => sectionAsked[place] === section)
    if (places.length < FEWEST_ASKED || places.length === all.length) continue
    const [better] = (['vectors', 'words', 'nothing'] as const)
      .filter((one) => gainOf(found, one, taught, places).lo > 0)
      .sort((a, b) => gainOf(found, b, a, places).mean)
    if (better) sections.set(section, better)
  }
  const kept = all.map((place) => found[sections.get(sectionAsked[place]!) ?? taught][place]!)
  const isAnything = taught !== 'nothing' || [...sections.values()].some((one) => one !== 'nothing')
  return {
    taught,
    sections,
    before: found.nothing.reduce((sum, one) => sum + one, 0) / asked.length,
    gain: pairedBootstrap(isAnything ? kept : found.words, found.nothing),
    searches: asked.length,
  }
}

/** nDCG@10 of each search that was asked. */
type Found = Record<Taught, number[]>

function gainOf(found: Found, one: Taught, other: Taught, places: readonly number[]): Interval {
  return pairedBootstrap(
    places.map((place) => found[one][place]!),
    places.map((place) => found[other][place]!),
  )
}

/** The item that most searches of a group chose. */
function mostChosen({ items }: SearchGroup, { rows }: AnswerContext): Item {
  const [id] = [...items].reduce((a, b) => (b[1] > a[1] ? b : a))
  return rows.items[rows.rowOf(id)!]!
}

/** The items with what the judgement lets searches teach them, null if that is nothing, and the vectors that are trained; null: none. */
export function itemsTaught(
  context: AnswerContext,
  groups: readonly SearchGroup[],
  encoded: EncodedSearches | null,
  judged: JudgedSearches,
  onPart?: (done: number, parts: number) => void,
): { readonly items: readonly Item[] | null; readonly moved: SearchedVectors | null } {
  const { rows, vectors } = context
  if ('why' in judged) return { items: null, moved: null }
  const taught = rows.items.map((item) => judged.sections.get(sectionOf(item)) ?? judged.taught)
  if (taught.every((one) => one === 'nothing')) return { items: null, moved: null }
  const withWords = withSearches(rows.items, groups)
  const items = rows.items.map((item, row) => (taught[row] === 'nothing' ? item : withWords[row]!))
  if (!encoded || !vectors || !taught.includes('vectors')) return { items, moved: null }
  onPart?.(PARTS + 1, PARTS + 2)
  const moved = trainOnSearches(vectors.index, taughtSearches(groups, encoded, context))
  onPart?.(PARTS + 2, PARTS + 2)
  return { items, moved: new Map([...moved].filter(([row]) => taught[row] === 'vectors')) }
}

/** For people: what is kept, and what it gains. */
export function toldOfSearches(judged: JudgedSearches): string {
  if ('why' in judged) return `words of searches: none; ${judged.why}\n`
  const { taught, sections, before, gain, searches } = judged
  const figures = `${toldGain(gain, `nDCG@${K}`, before)}, ${searches} searches asked of what others taught`
  const whole = TOLD[taught] + (taught === 'nothing' && sections.size === 0 ? '; they have no sure gain' : '')
  const others = [...sections].map(([section, one]) => `  ${section || 'items without a category'}: ${TOLD[one]}\n`)
  return `${whole} (${figures})\n${others.join('')}`
}

const TOLD: Readonly<Record<Taught, string>> = {
  nothing: 'words of searches: none',
  words: 'words of searches: in the pack',
  vectors: 'words and vectors of searches: in the pack',
}
