import { prepareSearch } from '../../../../src/engine/answers/prepare-search.js'
import { search } from '../../../../src/engine/answers/search.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { queryTerms } from '../../../../src/lexical/bm25.js'
import type { ItemId } from '../../../../src/types.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { embedTexts } from '../../../text-vectors.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

/** One text of the turns of a dialogue. */
type Joined = (turns: readonly string[]) => string

const K = 10
const DIALOGUES = 200
const joined: Joined = (turns) => turns.join(', ')
const lastAlone: Joined = (turns) => turns.at(-1)!

interface Dialogues extends Measured {
  readonly bm25: number
}

export const mese = defineCheck<Joined, Dialogues>({
  what: `${DIALOGUES} dialogues of three turns, each with one thing about a hidden film of the test half (a genre, an actor, the director), in any order: R@${K} of \`search\` for all turns above the last turn alone, and no worse than plain BM25 of all turns`,
  quick: false,
  needs: ['data/movielens-small'],
  reachable: '`search` with the turns joined by commas',
  product: true,
  capability: joined,
  controls: { identity: lastAlone },
  async measure(join) {
    const { movies } = sharedSets.movieLens()
    const { answering } = await openCatalog('movielens', movieRows(movies))
    const context = answering()
    const known = movies.filter(({ director, cast, genres }) => director !== '' && cast.length > 0 && genres.length > 0)
    const half = splitByHash(
      'mese',
      known.map(({ id }) => id),
    ).test
    const { shuffled, one } = draws(1)
    const hidden = new Set(shuffled(half).slice(0, DIALOGUES))
    const dialogues = known
      .filter(({ id }) => hidden.has(id))
      .map(({ id, director, cast, genres }) => ({
        id,
        turns: shuffled([`${one(genres)} films`, `with ${one(cast)}`, `directed by ${director}`]),
      }))
    const vectorOf = async (text: string) => (await embedTexts([text], { kind: 'query' })).vectors
    const found = async (id: ItemId, text: string, isByWords = false) => {
      const prepared = await prepareSearch(text, { limit: K }, context, async (part) => (isByWords ? null : await vectorOf(part)))
      const list = search(prepared.text, prepared.vector, prepared.request, context, prepared.beside)
      return Number(list.slice(0, K).some(({ item }) => item.id === id))
    }
    const ours: number[] = []
    const last: number[] = []
    const words: number[] = []
    const bm25: number[] = []
    const scores = new Float32Array(context.rows.size)
    for (const { id, turns } of dialogues) {
      ours.push(await found(id, join(turns)))
      last.push(await found(id, lastAlone(turns)))
      words.push(await found(id, joined(turns), true))
      context.words.scoresInto(queryTerms(joined(turns)), scores)
      const own = scores[context.rows.rowOf(id)!]!
      bm25.push(Number(own > 0 && scores.filter((score) => score > own).length < K))
    }
    const plain = mean(bm25)
    return {
      ...compare('turns', ours, last),
      bm25: plain,
      detail: `${dialogues.length} dialogues; all turns by plain BM25 ${round(plain)}, by \`search\` without vectors ${round(mean(words))}`,
    }
  },
  passes: ({ ci, figure, bm25 }) => ci![0] > 0 && figure >= bm25,
})
