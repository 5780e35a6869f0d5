/**
 * What a catalog is asked about itself, once: whether the encoder knows its language, and how sure its searches are. Most visits
 * need none of it, so the engine worker fetches it as a script of its own, `examination.js`.
 */
export { fitCutoff } from '../ranking/rerankers/cutoff.js'
export { judgeCatalog } from './calibration/judge.js'
export { selfRetrieval } from './self-retrieval.js'
