import { bundleQuestions, byEmbeddings, cosine, goesWith, hits, type Question, type Ranker } from '../../../goes-with.js'
import { dualEmbeddings } from '../../../transforms/dual-embeddings.js'
import { defineCheck, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'

/** Of the questions each third: all take minutes. */
const STEP = 3
/** Of 20, 100, 200, 400 and 800, on the dev half. */
const EPOCHS = 400

export const dualEmbeddingsCheck = defineCheck<Ranker>({
  what: 'one item of a bundle of clothes hidden, of another category than those asked about: Hits@10 of `goesWith`, which has what was in baskets with items and with items like them in closed form, above the cosine, in x in vectors and in x out vectors learnt from the same baskets by skip-gram',
  quick: false,
  needs: ['data/amazon-bundles-clothing'],
  reachable: '`goesWith`, the attribute `mode="goes-with"`, `pagekin list goes-with`',
  product: true,
  capability: goesWith,
  controls: { identity: cosine },
  async measure(ranker) {
    const { hidden, baskets } = await bundleQuestions('test')
    const drawn = hidden.filter((_, at) => at % STEP === 0)
    const questions = drawn.filter((question) => !isOfSameKind(question, question.missing[0]!))
    const vectors = dualEmbeddings(baskets, { epochs: EPOCHS })
    const ours = hits(ranker, questions)
    const measured = weakest([
      compare('the cosine', ours, hits(cosine, questions)),
      compare('in x in', ours, hits(byEmbeddings(vectors, 'into'), questions)),
      compare('in x out', ours, hits(byEmbeddings(vectors, 'out'), questions)),
    ])
    const share = mean(
      questions.map((question) => {
        const found = Array.from(ranker(question))
        return found.filter((row) => isOfSameKind(question, row)).length / found.length
      }),
    )
    const told = `${questions.length} questions; of a category asked about: ${round(share)} of what it answers, ${round(1 - questions.length / drawn.length)} of what bundles hide`
    return { ...measured, detail: `${measured.detail}; ${told}` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

function isOfSameKind({ asked, context }: Question, row: number): boolean {
  const { items } = context.rows
  return asked.some((other) => items[other]!.category?.at(-1) === items[row]!.category?.at(-1))
}
