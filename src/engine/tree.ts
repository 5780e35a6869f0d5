/** tree.js: what a catalog and its items are about. Fetched by pages that ask for it. */

export { tags } from './answers/tags.js'
export { topics } from './answers/topics.js'
