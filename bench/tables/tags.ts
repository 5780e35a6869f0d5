import { compare } from '../rows/checks/compare.js'
import { catalogTags, precisions, taggedSets, tfIdf } from '../tags.js'

/**
 * `npm run bench -- tags`: the share of the first three tags that people gave the item, whose tags are hidden, beside TF-IDF over the same phrases.
 * The dev half of the talks chose the constants.
 */
for (const set of await taggedSets()) {
  for (const half of ['dev', 'test'] as const) {
    const ours = await precisions(catalogTags, set, half)
    const { figure, baseline, ci } = compare(set.name, ours, await precisions(tfIdf, set, half))
    const [low, high] = ci.map((end) => end.toFixed(3))
    console.log(
      `${set.name} (${half}): ${ours.length} items, P@3 ${figure.toFixed(3)}, TF-IDF ${baseline.toFixed(3)}, difference ${low} to ${high}`,
    )
  }
}
