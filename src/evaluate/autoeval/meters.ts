import { dotProduct } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { effectiveRank } from '../metrics/effective-rank.js'
import { coverage, gini } from '../metrics/exposure.js'
import { skewness } from '../metrics/hubness.js'
import { mergeRedundantDimensions } from '../metrics/redundant-dimensions.js'
import { uniformity } from '../metrics/uniformity.js'
import type { CatalogFacts } from './facts.js'
import { shelfCounts } from './findings/shelves.js'
import type { Meters } from './report.js'

const MOST_SHELVES = 50
const BINS = 20
/** Pairs to draw: enough for two digits. All pairs of a large catalog would take longer than everything else. */
const METER_ROWS = 1_000

/** @param centred Unit vectors of the sample about its mean, row-major; absent without an encoder. */
export function metersOf(facts: CatalogFacts, centred?: { readonly matrix: Float32Array; readonly dimensions: number }): Meters {
  const all = shelfCounts(facts)
  const counts = facts.sample.filter((row) => facts.items[row]!.available !== false).map((row) => all[row]!)
  const exposure = Array.from({ length: MOST_SHELVES + 1 }, () => 0)
  for (const count of counts) exposure[Math.min(count, MOST_SHELVES)]!++
  const meters = { exposure, coverage: coverage(counts), gini: gini(counts) }
  const { nearByVectors } = facts
  if (!centred || !nearByVectors) return meters
  const { matrix, dimensions } = centred
  const part = matrix.subarray(0, METER_ROWS * dimensions)
  const occurrences = new Uint32Array(facts.sample.length)
  for (const near of nearByVectors.rows) for (const place of near) occurrences[place]!++
  return {
    ...meters,
    hubness: skewness(occurrences),
    effectiveRank: effectiveRank(part, dimensions),
    redundantDimensions: part.length < 2 * dimensions ? 0 : mergeRedundantDimensions(part, dimensions).merged.length,
    uniformity: uniformity(part, dimensions),
    nearestCosines: {
      nearest: histogram(nearByVectors.scores.flatMap((scores) => [...scores.slice(0, 1)])),
      random: histogram(randomCosines(matrix, dimensions)),
    },
  }
}

function randomCosines(matrix: Float32Array, dimensions: number): number[] {
  const n = matrix.length / dimensions
  const random = mulberry32(2)
  const row = (at: number) => matrix.subarray(at * dimensions, (at + 1) * dimensions)
  if (n < 2) return []
  return Array.from({ length: 5_000 }, () => {
    const a = Math.floor(random() * n)
    return dotProduct(row(a), row((a + 1 + Math.floor(random() * (n - 1))) % n))
  })
}

/** Shares of values in equal bins from -1 to 1. */
function histogram(values: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0)
  for (const value of values) bins[Math.max(0, Math.min(BINS - 1, Math.floor(((value + 1) / 2) * BINS)))]! += 1 / values.length
  return bins
}
