/** formats.js: what a page needs for a catalog that is not JSON rows, for a log of interactions, for a pack in lists, and for a site's own engine. */

export { decodeText, readFormat } from '../catalog/formats/read-format.js'
export { openCandidates } from './candidates.js'
export { learnLog } from './learn-log.js'
export { openLists } from './lists-source.js'
