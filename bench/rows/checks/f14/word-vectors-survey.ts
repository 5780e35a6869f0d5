import { defineCheck, type Measured } from '../../check.js'
import type { CheckContext } from '../../context.js'

/** Rows that test each theme of the survey; one that is green is enough. */
const THEMES: Readonly<Record<string, readonly string[]>> = {
  aggregation: ['tdmatch', 'muvera', 'mqsa-ted', 'clhe', 'cm3'],
  compression: ['vector-storage-compression', 'binary-paragraph-vector', 'starbucks'],
  interpretability: ['sesa', 'classification-by-description', 'gear'],
  bias: ['hard-debiasing', 'dbnorm'],
}

/** The rows of a theme that are green. */
type Evidence = (ids: readonly string[], context: CheckContext) => Promise<readonly string[]>

interface Themes extends Measured {
  readonly bare: readonly string[]
}

export const wordVectorsSurvey = defineCheck<Evidence, Themes>({
  what: 'the four themes of the survey (aggregation, compression, interpretability, bias): share of them with a row here that is green',
  data: 'rows of this table',
  quick: false,
  needs: [],
  capability: async (ids, context) => {
    const states = await Promise.all(ids.map((id) => context.outcome(id)))
    return ids.filter((_, i) => states[i]!.state === 'green')
  },
  controls: { identity: async () => [] },
  async measure(evidence, context) {
    const found: [string, readonly string[]][] = []
    for (const [theme, ids] of Object.entries(THEMES)) found.push([theme, await evidence(ids, context)])
    const bare = found.flatMap(([theme, green]) => (green.length === 0 ? [theme] : []))
    const detail = found.map(([theme, green]) => `${theme}: ${green.join(', ') || 'none'}`).join('; ')
    return { figure: 1 - bare.length / found.length, baseline: null, ci: null, detail, bare }
  },
  passes: ({ bare }) => bare.length === 0,
  unfinished: ({ bare }) => (bare.length === 0 ? undefined : `no green row yet for ${bare.join(', ')}`),
})
