import { PagekinError } from '../../src/errors.js'
import { checkPaired } from '../../src/evaluate/metrics/checks.js'
import { averageRanks } from './ranks.js'

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, a tie counted as half. By ranks:
 * (R+ - p (p + 1) / 2) / (p q), R+ the sum of the positives' ranks (Mann and Whitney, 1947; Hanley and McNeil, 1982).
 * NaN where all labels are alike.
 */
export function auc(scores: ArrayLike<number>, labels: ArrayLike<boolean>): number {
  checkPaired('auc', scores, labels)
  const ranks = averageRanks(scores)
  let positives = 0
  let rankSum = 0
  for (let i = 0; i < scores.length; i++) {
    if (!labels[i]) continue
    positives++
    rankSum += ranks[i]!
  }
  const negatives = scores.length - positives
  // one class only is 0 / 0
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/**
 * Log loss, -mean(y ln p + (1 - y) ln(1 - p)), in nats (Good, 1952). Probabilities are kept `margin` (default 1e-15) away from
 * 0 and 1, so that one sure mistake costs much but not infinity. NaN for nothing.
 */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<boolean>, margin = 1e-15): number {
  checkPaired('logLoss', probabilities, labels)
  let loss = 0
  for (let i = 0; i < probabilities.length; i++) {
    const given = probabilities[i]!
    if (given < 0 || given > 1)
      throw new PagekinError('usage', `logLoss: received ${given} at position ${i}, expected probabilities, 0 to 1`)
    const p = Math.min(1 - margin, Math.max(margin, given))
    loss -= Math.log(labels[i] ? p : 1 - p)
  }
  return probabilities.length === 0 ? Number.NaN : loss / probabilities.length
}

/** F1 of each label that is true of something, averaged without weights (Lewis et al., 2004). 0 for a label that is never told. */
export function macroF1(truth: readonly string[], told: readonly string[]): number {
  const counts = new Map<string, { both: number; truth: number; told: number }>()
  const of = (label: string) => {
    const known = counts.get(label) ?? { both: 0, truth: 0, told: 0 }
    counts.set(label, known)
    return known
  }
  truth.forEach((label, at) => {
    of(label).truth++
    of(told[at]!).told++
    if (told[at] === label) of(label).both++
  })
  const f1 = [...counts.values()].filter((count) => count.truth > 0).map((count) => (2 * count.both) / (count.truth + count.told))
  return f1.reduce((sum, value) => sum + value, 0) / f1.length
}
