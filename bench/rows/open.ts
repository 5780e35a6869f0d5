/** A paper without a check: what is not built yet, and what the check will compare. */
export interface OpenRow {
  readonly missing: string
  readonly check: string
}

const row = (missing: string, check: string): OpenRow => ({ missing, check })

/**
 * Rows nobody can judge yet, by family. T0 are the abstracts of the papers, T1 the synthetic shop, T2 MovieLens, T3 the Amazon
 * sets, T4 the STS Benchmark, T5 pictures; "above" means that the paired 95 % interval of the difference is above 0.
 */
export const OPEN: Readonly<Record<string, OpenRow>> = {
  // F7: tags
  grain: row('a model of pictures that a site brings', 'T5: tags by descriptions no worse than by names, and parity with the reference'),
  // F8: semantic ids and trees
  'item-id-indexing': row(
    'ids of what is met together: steps counted over them tell films no better for sure than the same ids of other films, and forYou loses by them (docs/measurements.md#new-items)',
    'T2: HR@10 of collaborative ids above random ones',
  ),
  // F9: dialogue
  // F10: scores that mean something
  // F12: learning in the page
  'unified-embedding': row(
    'the model of clicks: of how many users a new film gets, one table for all fields tells no more for sure than a table a field (docs/measurements.md#new-items); of pairs of values in baskets it tells more, and far less than without hashing (docs/measurements.md#values-that-go-together)',
    'T1 logs: AUC of one table above tables by field of the same size',
  ),
  'ssl-item-recommendation': row(
    'training over masked fields: parts of an item find it better by moved vectors, searches find no more, and similar loses (docs/measurements.md#parts-of-items)',
    'half of the fields masked: an item finds itself, R@1 above without',
  ),
  'u-marvel': row(
    'learning from a better encoder when a pack is made: where the searches of a site decide, all sets together go from .565 to .564 on test halves, passages from .697 to .717, not for sure (docs/measurements.md#a-judge)',
    'T3: the head closes .3 of the gap to the reranker',
  ),
  'unime-v2': row(
    'soft labels of a better encoder: .566 and one-hot labels .557 on test halves, not for sure, and no better than vectors as they are (docs/measurements.md#a-judge); for searches of a log, shares of all that a search led to find no more for sure than the most chosen alone (docs/measurements.md#vectors-of-searches)',
    'T1, graded: NDCG@10 of the head above one-hot labels',
  ),
  // F13: pictures, composed queries, duplicates
  imaginator: row('tags of things in pictures', 'T5: R@5 with tags no worse than without; T1: analogies above the nearest'),
  vlm2vec: row('last-token pooling and instructions', 'cosine to reference vectors at least .999 on 10 fixtures'),
  unifashion: row('composed queries', 'T5: R@10 of the composed query above picture and text alone'),
  'vlm2vec-v2': row('items of several kinds in one list', 'R@10 across kinds above without centring by kind'),
  'words-are-all-you-need': row('words beside pictures', 'T1: correlation with shared attributes of both above each'),
  lirdrec: row('weights by kind of vector', 'a random kind gets less than .05; NDCG@10 above equal weights'),
  idmr: row('the same thing in another scene', 'T5: R@5 above picture and text alone'),
  cm3: row('fusion on the sphere', 'unit length within 1e-6; R@10 no worse than the normalised mean'),
}
