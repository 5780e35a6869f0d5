import {
  attainable,
  otherFabrics,
  plainSimilar,
  type Question,
  sameAspect,
  sharesOf,
  steeredSimilar,
  unwantedIngredients,
} from '../steer.js'

/**
 * `npm run bench -- steer [--dev]`: what similar items are that were steered, on the test half, or with `--dev` on the half that constants are chosen on.
 *
 * 1. Recipes that have something, without it: right names none of it, related has the same end of the path.
 * 2. Films of the same director, or of the same cast.
 * 3. Clothes of the same kind in another fabric, which only prose tells.
 */
const half = process.argv.includes('--dev') ? 'dev' : 'test'
const TASKS: readonly [string, () => Promise<Question[]>][] = [
  ['recipes, not', () => unwantedIngredients(half)],
  ['films, same director', () => sameAspect(half, 'director')],
  ['films, same cast', () => sameAspect(half, 'cast')],
  ['clothes, like', () => otherFabrics(half)],
]
const mean = (values: readonly number[]) => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3)
for (const [name, questionsOf] of TASKS) {
  const questions = await questionsOf()
  // words alone: the same without vectors
  const byWords = questions.map((question) => ({ ...question, context: { ...question.context, vectors: null } }))
  for (const [level, asked] of [
    ['vectors', questions],
    ['words', byWords],
  ] as const) {
    const [plain, steered] = [sharesOf(asked, plainSimilar), sharesOf(asked, steeredSimilar)]
    console.log(
      `${name.padEnd(22)} ${level.padEnd(8)} ${String(asked.length).padStart(4)} questions   right@10 ${mean(plain.right)} -> ${mean(steered.right)}   related@10 ${mean(plain.related)} -> ${mean(steered.related)}, attainable ${mean(attainable(asked))}`,
    )
  }
}
