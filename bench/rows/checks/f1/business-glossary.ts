import { canonicalName } from '../../../../src/catalog/aliases.js'
import { type Concept, GLOSSARY } from '../../../../src/catalog/glossary.js'
import { ACCEPTED, matchName, type NameMatch } from '../../../../src/catalog/name-match.js'
import { editDistance } from '../../../../src/options.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { type LabelledName, labelledNames } from './field-names.js'

type Matcher = (name: string) => NameMatch | undefined

interface BySource extends Measured {
  /** Share of all names, those without a meaning included, that the page takes for a wrong field. */
  readonly wrong: number
}

const MIN_RIGHT = 0.85
const MAX_WRONG = 0.03

export const businessGlossary = defineCheck<Matcher, BySource>({
  what: `names of fields of specifications that chose nothing, as the page takes them (similarity at least ${ACCEPTED}): ${MIN_RIGHT} right and above the nearest name by edit distance at the same threshold, at most ${MAX_WRONG} of all taken for a wrong field`,
  quick: true,
  needs: [],
  reachable: 'every catalog: `parseCatalog` reads fields under such names, and filters find them',
  product: true,
  data: 'names of fields of ten public specifications',
  capability: matchName,
  controls: {
    identity: nearestByEdits,
    shuffled: (name) => {
      const match = matchName(name)
      return match && { ...match, concept: GLOSSARY[GLOSSARY.findIndex(({ concept }) => concept === match.concept) - 1]?.concept ?? 'tax' }
    },
  },
  measure(matcher) {
    const sources = Object.entries(labelledNames('report'))
    const names = sources.flatMap(([, own]) => own)
    const named = names.filter(({ concept }) => concept !== null)
    const { figure, baseline, ci } = compare('', rightOf(named, matcher), rightOf(named, nearestByEdits))
    const wrong = mean(names.map(({ name, concept }) => Number(![null, concept].includes(taken(name, matcher)))))
    const chosen = Object.values(labelledNames('chosen')).flat()
    const onChosen = mean(
      rightOf(
        chosen.filter(({ concept }) => concept !== null),
        matcher,
      ),
    )
    const told = sources.map(([source, own]) => {
      const right = rightOf(
        own.filter(({ concept }) => concept !== null),
        matcher,
      )
      return `${source} ${round(mean(right))}`
    })
    return {
      figure,
      baseline,
      ci,
      wrong,
      detail: `${named.length} names, ${round(wrong)} of ${names.length} taken wrongly; ${told.join(', ')}; sources that chose ${round(onChosen)}`,
    }
  },
  passes: ({ figure, ci, wrong }) => figure >= MIN_RIGHT && ci![0] > 0 && wrong <= MAX_WRONG,
})

/** As a page does: what is not near enough is an attribute. */
function taken(name: string, matcher: Matcher): Concept | null {
  const match = matcher(name)
  return match !== undefined && match.similarity >= ACCEPTED ? match.concept : null
}

function rightOf(names: readonly LabelledName[], matcher: Matcher): number[] {
  return names.map(({ name, concept }) => Number(taken(name, matcher) === concept))
}

/** Over the same names of the same glossary. */
function nearestByEdits(name: string): NameMatch {
  const text = canonicalName(name)
  let best: { concept: Concept; similarity: number } = { concept: 'id', similarity: -1 }
  for (const entry of GLOSSARY) {
    const similarity = 1 - editDistance(text, entry.name) / Math.max(text.length, entry.name.length)
    if (similarity > best.similarity) best = { concept: entry.concept, similarity }
  }
  return best
}
