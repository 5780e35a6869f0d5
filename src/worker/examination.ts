/**
 * What a catalog is asked about itself, once: how sure its searches are. Most visits need none of it, so the engine worker fetches
 * it as a script of its own, `examination.js`.
 */
export { fitCutoff } from '../ranking/rerankers/cutoff.js'
export { judgeCatalog } from './calibration/judge.js'
