import { coverageOf } from '../../src/engine/answers/coverage.js'
import { evidenceSentence, type SentenceEvidence } from '../../src/engine/answers/evidence-sentence.js'
import { queryTerms } from '../../src/lexical/bm25.js'
import { sentences } from '../../src/lexical/sentences.js'
import { hasSharedData } from '../shared-data.js'
import { type NaturalSearch, openNatural } from '../text/natural.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- sentences`: how often a sentence of an abstract is quoted as the answer to a search, of papers that answer it, and of the
 * nearest paper to searches of other catalogs, where none may be.
 */
const MOST_SENTENCES = 12
const PAPERS = 30

if (hasSharedData('sentences')) {
  const papers = await openNatural('papers-94')
  const foreign = [...(await openNatural('magento-luma')).searches, ...(await openNatural('demo shop')).searches]
  const own = papers.searches.filter(({ grades }) => [...grades.values()].includes(2))
  const told = new Map(papers.items.map(({ id, description = '' }) => [id, sentences(description).slice(0, MOST_SENTENCES)]))
  // a sentence is an embedding: the papers that most searches ask for
  const asked = new Map<string, number>()
  for (const { grades } of own) for (const [id, grade] of grades) if (grade === 2) asked.set(id, (asked.get(id) ?? 0) + 1)
  const chosen = new Set(
    [...asked]
      .sort((a, b) => b[1] - a[1])
      .slice(0, PAPERS)
      .map(([id]) => id),
  )
  const texts = [...chosen].flatMap((id) => told.get(id)!)
  const { vectors, dimensions } = await embedTexts(texts)
  const vectorOf = new Map(texts.map((text, i) => [text, vectors.subarray(i * dimensions, (i + 1) * dimensions)]))
  const rowOf = new Map(papers.items.map(({ id }, row) => [id, row]))
  const signs = ({ text, vector }: NaturalSearch, id: string): SentenceEvidence => ({
    meaning: { query: vector, sentences: told.get(id)!.map((sentence) => vectorOf.get(sentence)!) },
    coverage: coverageOf(queryTerms(text), told.get(id)!, papers.context.words),
  })
  const nearest = ({ vector }: NaturalSearch) =>
    [...chosen]
      .map((id) => ({ id, cosine: papers.vectors.row(rowOf.get(id)!).reduce((sum, value, j) => sum + value * vector[j]!, 0) }))
      .sort((a, b) => b.cosine - a.cosine)[0]!.id
  const groups = {
    'own searches, papers that answer': own.flatMap((one) =>
      [...one.grades].flatMap(([id, grade]) => (grade === 2 && chosen.has(id) ? [[one, id] as const] : [])),
    ),
    'own searches, papers that do not': own.flatMap((one) =>
      [...chosen]
        .filter((id) => !one.grades.has(id))
        .slice(0, 3)
        .map((id) => [one, id] as const),
    ),
    'searches of shops, nearest paper': foreign.map((one) => [one, nearest(one)] as const),
  }
  for (const [name, pairs] of Object.entries(groups)) {
    for (const half of ['dev', 'test'] as const) {
      const of = pairs.filter(([one]) => one.half === half)
      const marked = of.filter(([one, id]) => evidenceSentence(signs(one, id)) !== null)
      console.log(`${name}, ${half}: ${marked.length} of ${of.length} quoted`)
      if (process.argv.includes('--each')) {
        for (const [one, id] of of) {
          const { meaning, coverage } = signs(one, id)
          const cosines = meaning!.sentences.map((sentence) => sentence.reduce((sum, value, j) => sum + value * meaning!.query[j]!, 0))
          console.log(
            'EACH',
            JSON.stringify({
              name,
              half,
              text: one.text,
              cosines: cosines.map((c) => +c.toFixed(3)),
              coverage: coverage.map((c) => +c.toFixed(2)),
            }),
          )
        }
      }
    }
  }
}
