import { parseCatalog } from '../../../../src/catalog/parse.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { Bm25Index } from '../../../../src/lexical/bm25.js'
import type { Bm25Field } from '../../../../src/lexical/forward-index.js'
import { itemFields } from '../../../../src/lexical/item-fields.js'
import { randomEntries } from '../../../../src/lexical/random-entries.js'
import { tokenize } from '../../../../src/lexical/tokens.js'
import { dotProduct, normalize } from '../../../../src/vectors/normalize.js'
import { mulberry32 } from '../../../../src/vectors/random.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { timedEach } from '../../../processor-time.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, median } from '../compare.js'

type Document = readonly Bm25Field[]
/** How near each film is to one term. */
type Near = (documents: readonly Document[]) => (term: string) => Float32Array

interface WithTime extends Measured {
  readonly inTime: boolean
}

const DIMENSIONS = 128
const MAX_MILLISECONDS = 600
const HELD_OUT = 2000
/** A held-out word is in as many films or more. */
const MIN_FILMS = 4

/** A film and a term. */
type Pair = readonly [number, string]

export const fastrp = defineCheck<Near, WithTime>({
  what: `MovieLens, the graph of films and their words without ${HELD_OUT} of its links: area under the curve of these against pairs of films and words as often linked, by the vectors that \`search\` finds items with before a model is there, above that of common neighbours; 5,000 nodes, 100,000 edges, 4 steps of ${DIMENSIONS} dimensions within ${MAX_MILLISECONDS} ms`,
  reachable: '`search`, while there are no vectors and beside them',
  product: true,
  data: 'movielens-small',
  quick: false,
  needs: ['data/movielens-small'],
  capability: byGraph,
  controls: {
    // a film is the sum of its words’ random vectors: no step over the graph
    identity: bySums,
    shuffled: (documents) => byGraph(dealtAnew(documents)),
  },
  measure(near) {
    const { items } = parseCatalog(movieRows(sharedSets.movieLens().movies), { source: 'movielens' })
    const whole = items.map(itemFields)
    const held = heldOut(whole)
    const documents = without(whole, held)
    const linked = documents.map(termsOf)
    const others = unlinked(held, whole.map(termsOf))
    const films = filmsByTerm(linked)
    const scoreOf = near(documents)
    const { figure, baseline, ci } = compare(
      '',
      chances(scoresOf(held, scoreOf), scoresOf(others, scoreOf)),
      chances(commonNeighbours(held, linked, films), commonNeighbours(others, linked, films)),
    )
    const popular = ([row, term]: Pair): number => linked[row]!.size * films.get(term)!.length
    const byPopularity = mean(chances(held.map(popular), others.map(popular)))
    const inTime = timeOf() <= MAX_MILLISECONDS
    const told = `${held.length} links of ${documents.length} films; how many links both have tells ${round(byPopularity)}`
    return { figure, baseline, ci, inTime, detail: `${told}; within ${MAX_MILLISECONDS} ms: ${inTime ? 'yes' : 'no'}` }
  },
  passes: ({ ci, inTime }) => ci![0] > 0 && inTime,
})

/** As `search` has them. */
function byGraph(documents: readonly Document[]): (term: string) => Float32Array {
  const index = Bm25Index.build(documents)
  const graph = index.graph()
  return (term) => {
    const scores = new Float32Array(index.rowCount)
    graph.scoresInto(graph.queryVector([{ term, weight: 1 }]), scores)
    return scores
  }
}

/** Sums of the random vectors of a film's terms, weighted as the graph has them, about their mean. */
function bySums(documents: readonly Document[]): (term: string) => Float32Array {
  const index = Bm25Index.build(documents)
  const vectorOf = (terms: readonly string[]): Float32Array => {
    const vector = new Float32Array(DIMENSIONS)
    for (const term of terms) {
      for (const place of randomEntries(term, DIMENSIONS)) vector[place >>> 1]! += (place & 1 ? -1 : 1) * index.idfOf(term)
    }
    return normalize(vector, DIMENSIONS)
  }
  const vectors = documents.map((_, row) => vectorOf(index.termsOf(row)))
  return (term) => {
    const query = vectorOf([term])
    return Float32Array.from(vectors, (vector) => dotProduct(query, vector))
  }
}

/** Each film has as many words, and each word is in as many places, but which words a film has is drawn anew. */
function dealtAnew(documents: readonly Document[]): Document[] {
  const words = draws(2).shuffled(documents.flatMap((fields) => fields.flatMap(({ text }) => wordsOf(text))))
  let at = 0
  return documents.map((fields) =>
    fields.map(({ text, weight }) => {
      const count = wordsOf(text).length
      at += count
      return { text: words.slice(at - count, at).join(' '), weight }
    }),
  )
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}

function termsOf(fields: Document): Set<string> {
  return new Set(fields.flatMap(({ text }) => tokenize(text)))
}

function filmsByTerm(linked: readonly ReadonlySet<string>[]): Map<string, number[]> {
  const films = new Map<string, number[]>()
  linked.forEach((terms, row) => {
    for (const term of terms) {
      const own = films.get(term) ?? []
      films.set(term, own)
      own.push(row)
    }
  })
  return films
}

function heldOut(documents: readonly Document[]): Pair[] {
  const linked = documents.map(termsOf)
  const films = filmsByTerm(linked)
  const links = linked.flatMap((terms, row) => [...terms].map((term): Pair => [row, term]))
  return draws(3)
    .shuffled(links)
    .filter(([, term]) => films.get(term)!.length > MIN_FILMS)
    .slice(0, HELD_OUT)
}

function without(documents: readonly Document[], held: readonly Pair[]): Document[] {
  const lost = new Map<number, Set<string>>()
  for (const [row, term] of held) lost.set(row, (lost.get(row) ?? new Set()).add(term))
  return documents.map((fields, row) =>
    fields.map(({ text, weight }) => {
      const kept = wordsOf(text).filter((word) => !tokenize(word).some((term) => lost.get(row)?.has(term)))
      return { text: kept.join(' '), weight }
    }),
  )
}

/** Films and words of these links in other pairs, so that both come up as often: against pairs of any, being frequent is all it takes. */
function unlinked(held: readonly Pair[], linked: readonly ReadonlySet<string>[]): Pair[] {
  const { shuffled } = draws(1)
  const terms = shuffled(held.map(([, term]) => term))
  return held.map(([row], at): Pair => [row, terms[at]!]).filter(([row, term]) => !linked[row]!.has(term))
}

function scoresOf(pairs: readonly Pair[], near: (term: string) => Float32Array): number[] {
  const known = new Map<string, Float32Array>()
  return pairs.map(([row, term]) => {
    const scores = known.get(term) ?? near(term)
    known.set(term, scores)
    return scores[row]!
  })
}

/** In a graph of films and words: how many terms the films of the word share with the film, which are its ways of three steps to the word. */
function commonNeighbours(
  pairs: readonly Pair[],
  linked: readonly ReadonlySet<string>[],
  films: ReadonlyMap<string, readonly number[]>,
): number[] {
  const known = new Map<string, ReadonlyMap<string, number>>()
  return pairs.map(([row, term]) => {
    const shared = known.get(term) ?? counted((films.get(term) ?? []).flatMap((other) => [...linked[other]!]))
    known.set(term, shared)
    let ways = 0
    for (const own of linked[row]!) ways += shared.get(own) ?? 0
    return ways
  })
}

function counted(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

/** For each link the share of the other pairs that score lower, equal ones by half: their mean is the area under the curve. */
function chances(links: readonly number[], others: readonly number[]): number[] {
  return links.map((link) => mean(others.map((other) => (link > other ? 1 : link === other ? 0.5 : 0))))
}

/** The median of three, in milliseconds of the processor: to read the words of 2,500 films of 40 each, to make the vectors and to ask one word. */
function timeOf(): number {
  const random = mulberry32(2)
  const words = Array.from({ length: 2500 }, (_, at) => `w${at}`)
  const documents = Array.from({ length: 2500 }, (): Document => {
    return [{ text: Array.from({ length: 40 }, () => words[Math.floor(random() * words.length)]).join(' '), weight: 1 }]
  })
  const times = Array.from({ length: 3 }, () => timedEach(1, () => byGraph(documents)('w1')).milliseconds)
  return median(times)
}
