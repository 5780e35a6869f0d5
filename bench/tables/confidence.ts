import { search } from '../../src/engine/answers/search.js'
import { type Evidence, featuresOf, isNamed } from '../../src/engine/confidence/confidence.js'
import { evidenceOf, queryWords } from '../../src/engine/confidence/evidence.js'
import { fitLogistic, type Logistic, probabilityOf } from '../fit/logistic.js'
import { hasSharedData } from '../shared-data.js'
import { NATURAL_CATALOGS, type NaturalCatalog, type NaturalSearch, openNatural } from '../text/natural.js'

/**
 * `npm run bench -- confidence`: fits the model of `src/engine/confidence/confidence.ts` on the dev halves of searches that people make, and
 * says of each catalog how many of its searches a model calls unsure that was fitted on the other catalogs alone. The likeliest of the
 * first rows speaks for a search, so rows and model are found by turns.
 */
interface Judged {
  readonly asked: NaturalSearch
  readonly rows: readonly Evidence[]
}

const NAMES = ['cosine', 'standing', 'named', 'told', 'head', 'joining'] as const
const ROUNDS = 8
const RIDGE = 3
/** Of searches with an answer so many may be called unsure where the model is fitted. */
const LOST = 0.08

async function judgedOf(name: NaturalCatalog): Promise<Judged[]> {
  const { context, searches } = await openNatural(name)
  return searches.map((asked) => {
    const { text, vector, request, beside } = asked.prepared
    const found = search(text, vector, request, context, beside)
    const rows = found.map(({ item }) => context.rows.rowOf(item.id)!)
    const query = queryWords(text, context.words)
    const evidence = evidenceOf({ text, query, vector }, rows, context.rows.items, context.words, context.vectors!)
    return { asked, rows: evidence.map((one) => one!) }
  })
}

const features = (evidence: Evidence): number[] => NAMES.map((name) => featuresOf(evidence)[name])
const isAnswered = ({ asked }: Judged): boolean => asked.group !== 'f'

/** With its bias such that .5 parts off the share `LOST` of the searches with an answer. */
function fit(judged: readonly Judged[]): Logistic {
  let best = judged.map(({ rows }) => rows[0]!)
  let model: Logistic | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const labels = judged.map((one) => Number(isAnswered(one)))
    const fitted = fitLogistic(best.flatMap(features), NAMES.length, labels, { ridge: RIDGE, balanced: true })
    best = judged.map(({ rows }) =>
      rows.reduce((a, b) => (probabilityOf(fitted, features(b)) > probabilityOf(fitted, features(a)) ? b : a)),
    )
    model = fitted
  }
  const sums = judged.filter((one) => isAnswered(one) && !one.rows.some(isNamed)).map(({ rows }) => sumOf(model!, rows))
  const answered = judged.filter(isAnswered).length
  const threshold = sums.sort((a, b) => a - b)[Math.floor(answered * LOST)]!
  return { ...model!, bias: model!.bias - threshold }
}

function sumOf(model: Logistic, rows: readonly Evidence[]): number {
  return Math.max(...rows.map((row) => logit(probabilityOf(model, features(row)))))
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}

function isSure(model: Logistic, { rows }: Judged): boolean {
  return rows.some(isNamed) || sumOf(model, rows) >= 0
}

function told(model: Logistic, judged: readonly Judged[]): string {
  const cell = (of: readonly Judged[]) => `${of.filter((one) => !isSure(model, one)).length} of ${of.length}`
  return [judged.filter(({ asked }) => asked.half === 'test'), judged]
    .flatMap((part) => [cell(part.filter(isAnswered)), cell(part.filter((one) => !isAnswered(one)))])
    .join(' | ')
}

if (hasSharedData('confidence')) {
  const given = process.argv.slice(2).filter((flag) => !flag.startsWith('-'))
  const names = NATURAL_CATALOGS.filter((name) => given.length === 0 || given.some((part) => name.startsWith(part)))
  const sets = new Map<NaturalCatalog, Judged[]>()
  for (const name of names) sets.set(name, await judgedOf(name))
  const dev = (without?: NaturalCatalog) =>
    [...sets].flatMap(([name, judged]) => (name === without ? [] : judged.filter(({ asked }) => asked.half === 'dev')))
  console.log('called unsure            | answered, test | absent, test | answered, all | absent, all')
  console.log('fitted on the other catalogs')
  for (const [name, judged] of sets) console.log(`${name.padEnd(24)} | ${told(fit(dev(name)), judged)}`)
  const model = fit(dev())
  console.log('fitted on all dev halves')
  for (const [name, judged] of sets) {
    console.log(`${name.padEnd(24)} | ${told(model, judged)}`)
    if (process.argv.includes('--each')) {
      for (const one of judged) if (isSure(model, one) !== isAnswered(one)) console.log(`    ${one.asked.id} ${one.asked.text}`)
    }
  }
  const weights = model.weights.map((weight, j) => weight / model.deviations[j]!)
  const bias = model.bias - weights.reduce((sum, weight, j) => sum + weight * model.means[j]!, 0)
  console.log(JSON.stringify({ bias, ...Object.fromEntries(NAMES.map((name, j) => [name, weights[j]])) }))
}
