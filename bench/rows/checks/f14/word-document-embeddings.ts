import { draws } from '../../../../src/evaluate/draw.js'
import { Bm25Index, queryTerms } from '../../../../src/lexical/bm25.js'
import { tokenize } from '../../../../src/lexical/tokens.js'
import { meanDirection } from '../../../../src/vectors/mean.js'
import { dotProduct, normalize } from '../../../../src/vectors/normalize.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck } from '../../check.js'
import { compare, compareCorrelations, weakest } from '../compare.js'
import { pickRows } from '../vectors-of.js'

/** Vectors as they are used: the rows that belong to the texts. */
type Rows = (vectors: Float32Array, dimensions: number) => Float32Array

const EXAMPLES = 3
const EPOCHS = 5
const RATE = 0.5
const TEMPERATURE = 0.05

/** The first rows of each intent: more would embed for minutes and tell the same. */
function firstOfEach<T extends { readonly intent: string }>(rows: readonly T[], count: number): T[] {
  const taken = new Map<string, number>()
  return rows.filter(({ intent }) => {
    const before = taken.get(intent) ?? 0
    taken.set(intent, before + 1)
    return before < count
  })
}

/** The three uses of embeddings that Lai (2016) tells apart, each against the same without them. */
export const wordDocumentEmbeddings = defineCheck<Rows>({
  what: 'three uses of embeddings, each above the same without: cosine against shared words (STS Benchmark test, rank correlation), as features against words (Banking77, 20 examples and 10 questions a class, accuracy by class), to begin a classifier against a random start (Banking77, 3 examples a class, equal steps)',
  data: 'STS Benchmark, Banking77',
  quick: false,
  needs: ['data/stsbenchmark', 'data/banking77'],
  capability: (vectors) => vectors,
  controls: {
    shuffled: (vectors, dimensions) =>
      pickRows(vectors, dimensions, draws(1).shuffled(Array.from({ length: vectors.length / dimensions }, (_, row) => row))),
  },
  async measure(rowsOf, context) {
    const embed = async (texts: readonly string[]) => {
      const { vectors, dimensions } = await context.embed(texts)
      const rows = rowsOf(vectors, dimensions)
      return texts.map((_, row) => rows.subarray(row * dimensions, (row + 1) * dimensions))
    }
    const pairs = sharedSets.stsb('test')
    const [train, test] = [firstOfEach(sharedSets.banking77('train'), 20), firstOfEach(sharedSets.banking77('test'), 10)]
    const intents = [...new Set(train.map(({ intent }) => intent))].sort()
    const vectors = {
      first: await embed(pairs.map(({ first }) => first)),
      second: await embed(pairs.map(({ second }) => second)),
      train: await embed(train.map(({ text }) => text)),
      test: await embed(test.map(({ text }) => text)),
      names: await embed(intents.map((intent) => intent.replaceAll('_', ' '))),
    }
    const labels = { train: train.map(({ intent }) => intents.indexOf(intent)), test: test.map(({ intent }) => intents.indexOf(intent)) }
    const right = (guess: (row: number) => number) => Float64Array.from(labels.test, (label, row) => Number(guess(row) === label))

    const centroids = intents.map((_, intent) => meanDirection(vectors.train.filter((_, row) => labels.train[row] === intent)))
    const words = Bm25Index.build(
      intents.map((intent) => [{ text: train.flatMap((row) => (row.intent === intent ? [row.text] : [])).join('\n'), weight: 1 }]),
    )
    const scores = new Float32Array(intents.length)
    const byWords = (row: number) => {
      words.scoresInto(queryTerms(test[row]!.text), scores)
      return scores.indexOf(Math.max(...scores))
    }
    const draw = draws(context.seed)
    const few = intents.flatMap((_, intent) =>
      draw.shuffled(labels.train.flatMap((label, row) => (label === intent ? [row] : []))).slice(0, EXAMPLES),
    )
    const random = intents.map(() => normalize(Float32Array.from(vectors.names[0]!, () => draw.normal())))
    const learned = (begin: readonly Float32Array[]) => {
      const weights = learn(begin, draws(context.seed).shuffled(few), vectors.train, labels.train)
      return right((row) => nearest(vectors.test[row]!, weights))
    }
    return weakest([
      compareCorrelations(
        'similarity',
        pairs.map(({ score }) => score),
        vectors.first.map((vector, row) => dotProduct(vector, vectors.second[row]!)),
        pairs.map(({ first, second }) => sharedWords(first, second)),
        draw,
      ),
      compare(
        'features',
        right((row) => nearest(vectors.test[row]!, centroids)),
        right(byWords),
      ),
      compare('beginning', learned(vectors.names), learned(random)),
    ])
  },
  passes: ({ ci }) => ci![0] > 0,
})

/** Jaccard index of the words. */
function sharedWords(first: string, second: string): number {
  const [a, b] = [new Set(tokenize(first)), new Set(tokenize(second))]
  const both = [...a].filter((word) => b.has(word)).length
  return both / Math.max(1, a.size + b.size - both)
}

function nearest(vector: Float32Array, rows: readonly Float32Array[]): number {
  const cosines = rows.map((row) => dotProduct(vector, row))
  return cosines.indexOf(Math.max(...cosines))
}

/** Softmax over cosines, by stochastic gradient descent; rows of weights keep unit length. */
function learn(
  begin: readonly Float32Array[],
  examples: readonly number[],
  vectors: readonly Float32Array[],
  labels: readonly number[],
): Float32Array[] {
  const weights = begin.map((row) => row.slice())
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const example of examples) {
      const vector = vectors[example]!
      const exponents = weights.map((row) => Math.exp(dotProduct(vector, row) / TEMPERATURE))
      const total = exponents.reduce((sum, value) => sum + value, 0)
      weights.forEach((row, intent) => {
        const step = RATE * (Number(intent === labels[example]) - exponents[intent]! / total)
        for (let i = 0; i < row.length; i++) row[i]! += step * vector[i]!
        normalize(row)
      })
    }
  }
  return weights
}
