import { PagekinError } from '../../errors.js'
import { checkCutoff, checkDistinct } from './checks.js'

export interface NdcgOptions {
  /**
   * `linear` takes the grade g as it is (Järvelin and Kekäläinen, 2002); `exponential` takes 2^g - 1 (Burges et al., 2005).
   * Equal for grades 0 and 1. Default `linear`.
   */
  readonly gain?: 'linear' | 'exponential'
}

/**
 * nDCG@k = DCG@k of the ranking / DCG@k of the best ranking there is, DCG@k = sum over ranks r <= k of gain(g_r) / log2(r + 1).
 * `grades` holds every judged item, 0 or more; what it lacks has grade 0. NaN where no grade is above 0.
 */
export function ndcgAt<Id>(ranking: ArrayLike<Id>, grades: ReadonlyMap<Id, number>, k: number, options: NdcgOptions = {}): number {
  checkCutoff('ndcgAt', k)
  checkDistinct('ndcgAt', ranking)
  const gain = options.gain === 'exponential' ? (grade: number) => 2 ** grade - 1 : (grade: number) => grade
  const gains: number[] = []
  for (const [id, grade] of grades) {
    if (!Number.isFinite(grade) || grade < 0) {
      throw new PagekinError('usage', `ndcgAt: received grade ${grade} of ${String(id)}, expected a number, 0 or more`)
    }
    gains.push(gain(grade))
  }
  const ideal = discounted(
    gains.sort((a, b) => b - a),
    k,
  )
  if (ideal === 0) return Number.NaN
  const shown = Array.from({ length: Math.min(k, ranking.length) }, (_, i) => gain(grades.get(ranking[i]!) ?? 0))
  return discounted(shown, k) / ideal
}

function discounted(gains: readonly number[], k: number): number {
  const end = Math.min(k, gains.length)
  let sum = 0
  for (let i = 0; i < end; i++) sum += gains[i]! / Math.log2(i + 2)
  return sum
}
