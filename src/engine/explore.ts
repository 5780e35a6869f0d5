/** explore.js: what few pages ask of a catalog: what it can be narrowed by, and by which questions. */

export { ask } from './answers/ask.js'
export { facets } from './answers/facets.js'
