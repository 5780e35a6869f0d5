/** rerank.js: which items a site's own scoring function scores next, and what follows from its scores. Fetched by searches with `rerank`. */

export { rerankPlan } from './answers/rerank.js'
