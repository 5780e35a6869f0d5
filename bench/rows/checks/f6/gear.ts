import { coverageOf } from '../../../../src/engine/answers/coverage.js'
import { evidenceSentence, type SentenceEvidence } from '../../../../src/engine/answers/evidence-sentence.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { Bm25Index, queryTerms } from '../../../../src/lexical/bm25.js'
import { itemFields } from '../../../../src/lexical/item-fields.js'
import { sentences } from '../../../../src/lexical/sentences.js'
import { CATEGORIES, COLOURS, FACTS, type Fact, MATERIALS, STYLES, type Value } from '../../../t1/vocabulary.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'

type Choose = (evidence: SentenceEvidence) => number | null

interface Marked extends Measured {
  /** Share of all questions with a sentence. */
  readonly marked: number
}

const ITEMS = 300
const NAMED: Readonly<Partial<Record<Fact, readonly Value[]>>> = {
  category: CATEGORIES,
  colour: COLOURS,
  material: MATERIALS,
  style: STYLES,
}

export const gear = defineCheck<Choose, Marked>({
  what: 'T1, 300 items each asked for one of its facts by any of its names: the marked sentence states it for .9 of those that are marked, at least four in five are, against the first sentence',
  reachable: '`explain`',
  product: true,
  quick: false,
  needs: [],
  capability: evidenceSentence,
  controls: {
    identity: () => 0,
    shuffled: ({ meaning, coverage }) => {
      const turned = <T>(list: readonly T[]) => [...list.slice(3), ...list.slice(0, 3)]
      return evidenceSentence({ meaning: meaning && { ...meaning, sentences: turned(meaning.sentences) }, coverage: turned(coverage) })
    },
  },
  async measure(choose, context) {
    const { items, truth } = context.shop()
    const draw = draws(context.seed)
    const words = Bm25Index.build(items.map(itemFields))
    const asked = draw
      .shuffled([...items.keys()])
      .slice(0, ITEMS)
      .map((row) => {
        const fact = draw.one(FACTS)
        const name = truth[row]!.facts[fact]
        return { row, fact, text: draw.one(NAMED[fact]?.find((value) => value.name === name)?.forms ?? [name]) }
      })
    const queries = await context.embed(
      asked.map(({ text }) => text),
      { kind: 'query' },
    )
    const told = asked.map(({ row }) => sentences(items[row]!.description!))
    const { vectors, dimensions } = await context.embed(told.flat())
    let next = 0
    const chosen = told.map((own, i) => {
      const first = next
      next += own.length
      const query = queries.vectors.subarray(i * dimensions, (i + 1) * dimensions)
      const ofSentences = own.map((_, s) => vectors.subarray((first + s) * dimensions, (first + s + 1) * dimensions))
      return choose({ meaning: { query, sentences: ofSentences }, coverage: coverageOf(queryTerms(asked[i]!.text), own, words) })
    })
    const isRight = (i: number, sentence: number) => Number(truth[asked[i]!.row]!.sentences[sentence] === asked[i]!.fact)
    const marked = [...asked.keys()].filter((i) => chosen[i] !== null)
    const right = marked.map((i) => isRight(i, chosen[i]!))
    const { figure, baseline, ci } = compare(
      '',
      right,
      marked.map((i) => isRight(i, 0)),
    )
    const byFact = FACTS.map((fact) => `${fact} ${round(mean(right.filter((_, m) => asked[marked[m]!]!.fact === fact)))}`)
    return { figure, baseline, ci, marked: marked.length / ITEMS, detail: `${marked.length} of ${ITEMS} marked; ${byFact.join(', ')}` }
  },
  passes: ({ figure, ci, marked }) => figure >= 0.9 && ci![0] > 0 && marked >= 0.8,
})
