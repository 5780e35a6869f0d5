import { expect, test } from 'vitest'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { refinedProfile } from './refined-profile.js'
import { relevantPast } from './relevant-past.js'

const random = mulberry32(2)
const unit = () => normalize(Float32Array.from({ length: 8 }, () => random() - 0.5))

test('the relevant past is what is most like the latest item and the mean of the latest, in the order of the history', () => {
  const history = Array.from({ length: 50 }, unit)
  const mean = normalize(Float32Array.from({ length: 8 }, (_, d) => history.slice(0, 5).reduce((sum, vector) => sum + vector[d]!, 0)))
  const likeness = history.map((vector) => dotProduct(vector, history[0]!) + dotProduct(vector, mean))
  const expected = [...history.keys()].sort((a, b) => likeness[b]! - likeness[a]!).slice(0, 7)

  expect(relevantPast(history, { count: 7 })).toEqual(expected.sort((a, b) => a - b))
  expect(relevantPast(history.slice(0, 3), { count: 7 })).toEqual([0, 1, 2])
  expect(relevantPast([])).toEqual([])
})

test('a refined profile is what the formula says, and itself without steps', () => {
  const [profile, first, second] = [unit(), unit(), unit()]
  const cosines = [dotProduct(profile, first), dotProduct(profile, second)]
  const raised = cosines.map((cosine) => Math.exp(cosine / 0.1))
  const share = raised.map((value) => value / (raised[0]! + raised[1]!))
  const once = normalize(profile.map((value, d) => 0.7 * value + 0.3 * (share[0]! * first[d]! + share[1]! * second[d]!)))
  const expected = normalize(profile.map((value, d) => value + once[d]!))

  const refined = refinedProfile(profile, () => ({ vectors: [first, second], cosines }), { steps: 1 })

  refined.forEach((value, d) => {
    expect(value).toBeCloseTo(expected[d]!, 5)
  })
  expect(refinedProfile(profile, () => ({ vectors: [], cosines: [] }), { steps: 0 })).toEqual(normalize(Float32Array.from(profile)))
})
