import { meanByUnit } from '../../../../src/evaluate/metrics/bootstrap.js'
import { normalize } from '../../../../src/vectors/normalize.js'
import { mulberry32 } from '../../../../src/vectors/random.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { type Neighbourhood, refinedProfile } from '../../../transforms/refined-profile.js'
import { defineCheck } from '../../check.js'
import { compare } from '../compare.js'
import { hitAt, openMovies, pathOf, placeOf } from '../f2/movies.js'

const PLACES = 5
const FEW = 3
const NEIGHBOURS = 10

export const rearec = defineCheck<typeof refinedProfile>({
  what: `T2, films of at most ${FEW} events among the last ${PLACES} of every user: R@20 of the profile after two steps towards the items around it above none, by user`,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: refinedProfile,
  controls: {
    identity: (profile) => profile,
    shuffled: (profile, near, options) => {
      const random = mulberry32(1)
      return refinedProfile(profile, () => near(normalize(profile.map(() => random() - 0.5))), options)
    },
  },
  async measure(refine) {
    const { vectors, task } = await openMovies()
    const scores = new Float32Array(task.ids.length)
    const near = (query: Float32Array): Neighbourhood => {
      vectors.scoresInto(query, scores)
      const { rows, scores: cosines } = topK(scores, NEIGHBOURS)
      return { vectors: [...rows].map((row) => vectors.row(row)), cosines: [...cosines] }
    }
    const found = { ours: [] as number[], none: [] as number[], units: [] as number[] }
    task.queries.forEach(({ history, target }, user) => {
      const path = [...history, target]
      for (let place = Math.max(1, path.length - PLACES); place < path.length; place++) {
        const wanted = path[place]!
        if (task.met[wanted]! > FEW) continue
        const before = path.slice(0, place)
        const profile = new Float32Array(vectors.dimensions)
        for (const { row, weight } of pathOf(before, 0.5, 10)) {
          vectors.row(row).forEach((value, d) => {
            profile[d]! += weight * value
          })
        }
        normalize(profile)
        const hit = (query: Float32Array): number => {
          vectors.scoresInto(query, scores)
          return hitAt(placeOf(wanted, before, scores), 20)
        }
        found.units.push(user)
        found.none.push(hit(profile))
        found.ours.push(hit(refine(profile, near)))
      }
    })
    const { figure, baseline, ci } = compare('', meanByUnit(found.ours, found.units), meanByUnit(found.none, found.units))
    const why = 'the items around a profile are as like it already, and steps towards them leave what is rare'
    return {
      figure,
      baseline,
      ci,
      detail: `${found.ours.length} films; ${why}; a model that is fed its own last state (the paper's) is none of ours`,
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})
