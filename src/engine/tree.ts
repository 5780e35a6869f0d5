/** tree.js: what a catalog is about. Fetched by pages that ask for it. */

export { topics } from './answers/topics.js'
