/** formats.js: what a page needs for a catalog that is not JSON rows, and for a log of interactions. */

export { decodeText, readFormat } from '../catalog/formats/read-format.js'
export { readLog } from '../log/read-log.js'
export { summaryOfLog } from '../log/summary-of-log.js'
