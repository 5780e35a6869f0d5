/** formats.js: what a page needs for a catalog that is not JSON rows, for a log of interactions, and for a pack in lists. */

export { decodeText, readFormat } from '../catalog/formats/read-format.js'
export { readLog } from '../log/read-log.js'
export { summaryOfLog } from '../log/summary-of-log.js'
export { openLists } from './lists-source.js'
