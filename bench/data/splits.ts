import { type Split, splitByHash } from '../split.js'
import type { BundleSet } from './bundles.js'
import type { JudgedQuery } from './crowdflower.js'
import { LINK_KINDS, type Magento } from './magento.js'
import type { Paper } from './papers.js'
import type { RetrievalSet } from './retrieval-set.js'

/**
 * Dev and test of the sets that come without: halves by a hash of what one asks with. The others are parted as given: stsb,
 * banking77, abt-buy and amazon-industrial by their files, MovieLens by `leaveLastOut`.
 */

/** By query, of those that have something relevant. */
export function splitQueries(name: 'cranfield' | 'msmarco', set: RetrievalSet): Split {
  const answered = set.queries.filter(({ id }) => [...(set.judgements.get(id)?.values() ?? [])].some((grade) => grade > 0))
  return splitByHash(
    name,
    answered.map(({ id }) => id),
  )
}

/** By the text of the query. */
export function splitCrowdflower(queries: readonly JudgedQuery[]): Split {
  return splitByHash(
    'crowdflower',
    queries.map(({ query }) => query),
  )
}

/** By bundle: 20 % dev, 20 % test, and the rest to learn from. */
export function splitBundles(set: BundleSet): Split {
  return splitByHash(
    'bundles',
    set.bundles.map(({ id }) => id),
    { dev: 0.2, test: 0.2 },
  )
}

/** By the product that has links of any kind, so that no product is in both halves. */
export function splitMagento(set: Magento): Split {
  return splitByHash('magento', [...new Set(LINK_KINDS.flatMap((kind) => [...set.links[kind].links.keys()]))])
}

/** By paper. */
export function splitPapers(papers: readonly Paper[]): Split {
  return splitByHash(
    'papers',
    papers.map(({ id }) => id),
  )
}
