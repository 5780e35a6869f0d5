import { canonicalName } from '../../../../catalog/aliases.js'
import { type Concept, GLOSSARY } from '../../../../catalog/glossary.js'
import { ACCEPTED, matchName, type NameMatch } from '../../../../catalog/name-match.js'
import { editDistance } from '../../../../options.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { type LabelledName, labelledNames } from './field-names.js'

type Matcher = (name: string) => NameMatch | undefined

interface OnBothHalves extends Measured {
  /** First guesses that are right, of the names labelled after the glossary was finished. */
  readonly fresh: number
  /** Of the names that mean nothing the glossary knows, those that a page takes for something. */
  readonly mistaken: number
}

const MIN_RIGHT = 0.9
const MAX_MISTAKEN = 0.05

export const businessGlossary = defineCheck<Matcher, OnBothHalves>({
  what: `names of real fields: the first guess right for ${MIN_RIGHT} and above the nearest name by edit distance, also of those labelled when the glossary was finished; of names that mean none of its concepts at most ${MAX_MISTAKEN} taken for one`,
  quick: true,
  needs: [],
  capability: matchName,
  controls: {
    identity: nearestByEdits,
    shuffled: (name) => {
      const match = matchName(name)
      return match && { ...match, concept: GLOSSARY[GLOSSARY.findIndex(({ concept }) => concept === match.concept) - 1]?.concept ?? 'tax' }
    },
  },
  measure(matcher) {
    const [known, fresh] = [labelledNames('known'), labelledNames('fresh')]
    const named = [...known, ...fresh].filter(({ concept }) => concept !== null)
    const unnamed = [...known, ...fresh].filter(({ concept }) => concept === null)
    const { figure, baseline, ci } = compare('', rightOf(named, matcher), rightOf(named, nearestByEdits))
    const onFresh = mean(
      rightOf(
        fresh.filter(({ concept }) => concept !== null),
        matcher,
      ),
    )
    const mistaken = mean(unnamed.map(({ name }) => Number((matcher(name)?.similarity ?? 0) >= ACCEPTED)))
    const detail = `${named.length} names, ${round(onFresh)} of the fresh ones; ${round(mistaken)} of ${unnamed.length} others mistaken`
    return { figure, baseline, ci, fresh: onFresh, mistaken, detail }
  },
  passes: ({ figure, ci, fresh, mistaken }) => figure >= MIN_RIGHT && ci![0] > 0 && fresh >= MIN_RIGHT && mistaken <= MAX_MISTAKEN,
})

function rightOf(names: readonly LabelledName[], matcher: Matcher): number[] {
  return names.map(({ name, concept }) => Number(matcher(name)?.concept === concept))
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
