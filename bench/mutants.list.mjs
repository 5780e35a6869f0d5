// @ts-check
/**
 * Formulas broken on purpose: in `file`, `from` (which must occur once) becomes `to`, and `test` must fail.
 * A mutant that gives the same results for every input is no mutant: leave it out.
 * @type {readonly { readonly file: string, readonly test: string, readonly from: string, readonly to: string }[]}
 */
export const mutants = [
  ...in_('relevance', [
    ["hits('recallAt', ranking, relevant, k) / relevant.size", "hits('recallAt', ranking, relevant, k) / Math.min(k, relevant.size)"],
    ['found / (Number.isFinite(k) ? k :', 'found / (Number.isFinite(k) ? Math.min(k, ranking.length) :'],
    ['Math.max(1, ranking.length))', 'ranking.length)'],
    ['Number(found > 0)', 'Number(found > 1)'],
    ['return 1 / (i + 1)', 'return 1 / (i + 2)'],
    ['return sum / relevant.size', 'return sum / Math.max(1, found)'],
    ['sum += ++found / (i + 1)', 'sum += found++ / (i + 1)'],
    ["  checkCutoff('reciprocalRank', k)\n", ''],
    ["  checkDistinct('averagePrecision', ranking)\n", ''],
    [
      '  checkDistinct(where, ranking)\n  const end = Math.min(k, ranking.length)',
      '  checkDistinct(where, ranking)\n  const end = Math.min(k - 1, ranking.length)',
    ],
  ]),
  ...in_('ndcg', [
    ['2 ** grade - 1', '2 ** grade'],
    ['Math.log2(i + 2)', 'Math.log2(i + 3)'],
    ['Math.log2(i + 2)', 'Math.log(i + 2) + 1'],
    ['(a, b) => b - a', '(a, b) => a - b'],
    ['if (ideal === 0) return Number.NaN', 'if (ideal === 0) return 0'],
    ['grades.get(ranking[i]!) ?? 0', 'grades.get(ranking[i]!) ?? 1'],
    ['const end = Math.min(k, gains.length)', 'const end = gains.length'],
    ['|| grade < 0', ''],
  ]),
  ...in_('diversity', [
    ['(list.length * (list.length - 1)) / 2', 'list.length * (list.length - 1)'],
    ['j < i; j++', 'j <= i; j++'],
    ['list.length < 2 ? Number.NaN :', 'list.length < 2 ? 0 :'],
  ]),
  ...in_('exposure', [
    ['counts[row]!++', 'counts[row] = 1'],
    ['if (counts[i]! > 0) shown++', 'if (counts[i]! > 1) shown++'],
    ['row >= itemCount', 'row > itemCount'],
    ['2 * (i + 1) - sorted.length - 1', '2 * i - sorted.length - 1'],
    ['weighted / (sorted.length * total)', 'weighted / ((sorted.length - 1) * total)'],
    ['Float64Array.from(counts).sort()', 'Float64Array.from(counts)'],
    ['(met + 1) / (userCount + 1)', 'met / userCount'],
    ['Math.log2((met', 'Math.log((met'],
    ['bits / list.length', 'bits'],
    ['met <= userCount', 'met <= userCount + 1'],
  ]),
  ...in_('hubness', [
    ['cubes / n / (squares / n) ** 1.5', 'cubes / n / (squares / n)'],
    ['cubes / n / (squares / n) ** 1.5', 'cubes / (n - 1) / (squares / (n - 1)) ** 1.5'],
    ['cubes += off * off * off', 'cubes += Math.abs(off * off * off)'],
    ['let constant = true', 'let constant = false'],
    ['heaps[b]!.offer(a, dot)', ''],
    ['heaps[a]!.offer(b, dot)', 'heaps[a]!.offer(b, -dot)'],
    ['dimensions: number, k = 10): Uint32Array', 'dimensions: number, k = 5): Uint32Array'],
    ['skewness(kOccurrences(vectors, dimensions, k))', 'skewness(kOccurrences(vectors, dimensions, 2 * k))'],
  ]),
  ...in_('uniformity', [
    ['** (alpha / 2)', '** alpha'],
    ['sum / n', 'sum'],
    ['dimensions: number, alpha = 2', 'dimensions: number, alpha = 1'],
    ['dimensions: number, t = 2', 'dimensions: number, t = 1'],
    ['Math.log(sum / ((n * (n - 1)) / 2))', 'sum / ((n * (n - 1)) / 2)'],
    ['(n * (n - 1)) / 2', '(n * n) / 2'],
    ['Math.exp(-t *', 'Math.exp(t *'],
    ['j < i; j++', 'j <= i; j++'],
  ]),
  ...in_('effective-rank', [
    ['Math.sqrt(Math.max(0, value))', 'Math.max(0, value)'],
    ['Math.exp(entropy)', 'entropy'],
    ['return total === 0 ? Number.NaN : ', 'return '],
    ['Math.log(value / total)', 'Math.log2(value / total)'],
    ['n < dimensions ? transposed', 'n > dimensions ? transposed'],
  ]),
  ...in_('cka', [
    ['norm(crossProduct(yc, dy, xc, dx)) ** 2 / own', 'norm(crossProduct(yc, dy, xc, dx)) / own'],
    ['[centred(x, dx), centred(y, dy)]', '[Float64Array.from(x), centred(y, dy)]'],
    ['[centred(x, dx), centred(y, dy)]', '[Float64Array.from(x), Float64Array.from(y)]'],
    ['norm(crossProduct(xc, dx, xc, dx)) * norm', 'norm(crossProduct(xc, dx, xc, dx)) + norm'],
    ['|| isConstant(y, dy)', ''],
    ['Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0))', 'matrix.reduce((sum, value) => sum + Math.abs(value), 0)'],
  ]),
  ...in_('correlation', [
    ['const [dx, dy] = [x[i]! - mx, y[i]! - my]', 'const [dx, dy] = [x[i]!, y[i]!]'],
    ['Math.sqrt(xx * yy)', 'Math.max(xx, yy)'],
    ['if (isConstant(x) || isConstant(y)) return Number.NaN', ''],
    ['pearson(averageRanks(x), averageRanks(y))', 'pearson(averageRanks(x), y)'],
    ["  checkPaired('spearman', x, y)\n  checkPaired('spearman', y, x)\n", ''],
  ]),
  ...in_(
    'ranks',
    [
      ['(start + 1 + end) / 2', 'start + 1'],
      ['(start + 1 + end) / 2', '(start + end) / 2'],
      ['values[a]! - values[b]!', 'values[b]! - values[a]!'],
    ],
    'correlation',
  ),
  ...in_('kendall', [
    ['Math.sqrt((pairs - tiedX) * (pairs - tiedY))', 'pairs'],
    ['- tiedY + tiedBoth', '- tiedY'],
    ['from[left]! <= from[right]!', 'from[left]! < from[right]!'],
    ['swaps += middle - left', 'swaps += 1'],
    ['- x[b]! || y[a]! - y[b]!', '- x[b]!'],
    ['/ Math.sqrt', '/ -Math.sqrt'],
    ['(concordant - discordant) / Math', '(concordant + discordant) / Math'],
  ]),
  ...in_('clustering', [
    ['Math.max(...counts.values())', 'Math.min(...counts.values())'],
    ['majority / table.total', 'majority'],
    ['1 - (joint - ofCluster) / ofClass', '(joint - ofCluster) / ofClass'],
    ['1 - (joint - ofClass) / ofCluster', '1 - (joint - ofCluster) / ofCluster'],
    ['ofClass === 0 ? 1', 'ofClass === 0 ? 0'],
    ['ofCluster === 0 ? 1', 'ofCluster === 0 ? 0'],
    ['(1 + beta) * homogeneity', '2 * homogeneity'],
    ['beta * homogeneity + completeness', 'homogeneity + beta * completeness'],
    ['(count / total) * Math.log(count / total)', '(count / total) ** 2'],
    ['weighed <= 0 ? 0 :', ''],
  ]),
  ...in_('classification', [
    ['(positives * (positives + 1)) / 2', '(positives * positives) / 2'],
    ['/ (positives * negatives)', '/ (positives + negatives)'],
    ['const ranks = averageRanks(scores)', 'const ranks = averageRanks(scores).map(Math.ceil)'],
    ['if (!labels[i]) continue', 'if (labels[i]) continue'],
    ['labels[i] ? p : 1 - p', 'labels[i] ? 1 - p : p'],
    ['Math.min(1 - margin, Math.max(margin, given))', 'given'],
    ['loss / probabilities.length', 'loss'],
    ['|| given > 1', ''],
  ]),
  ...in_('bootstrap', [
    ['quantile(means, (1 - level) / 2)', 'quantile(means, 1 - level)'],
    ['(1 + level) / 2', '1 - (1 - level)'],
    ['Math.min(...ends', 'Math.max(...ends'],
    ['Math.max(...ends', 'Math.min(...ends'],
    ['values[Math.floor(random() * values.length)]!', 'values[u]!'],
    ['values[Math.floor(random() * values.length)]!', 'values[Math.floor(random() * (values.length - 1))]!'],
    ['means[r] = sum / values.length', 'means[r] = sum'],
    ['return means.sort()', 'return means'],
    ['value - baseline[unit]!', 'value - baseline[(unit + 1) % baseline.length]!'],
    ['value - baseline[unit]!', 'baseline[unit]! - value'],
    ['.filter((value) => !Number.isNaN(value))', '.map((value) => (Number.isNaN(value) ? 0 : value))'],
    ['if (units < 2)', 'if (units < 1)'],
    ['mulberry32(seed)', 'mulberry32(1)'],
    ['share * (sorted.length - 1)', '0.5 * share * (sorted.length - 1)'],
    ['if (Number.isNaN(values[i]!)) continue', 'if (Number.isNaN(values[i]!)) break'],
    ['sum / count)', 'sum)'],
  ]),
]

/**
 * Mutants of one metric's file; `test` names another file's test where it has none of its own.
 * @param {string} name @param {readonly (readonly [string, string])[]} changes
 */
function in_(name, changes, test = name) {
  const folder = 'src/evaluate/metrics'
  return changes.map(([from, to]) => ({ file: `${folder}/${name}.ts`, test: `${folder}/${test}.test.ts`, from, to }))
}
