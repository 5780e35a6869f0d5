import type { Catalog } from './catalogs.js'
import { h } from './dom.js'
import type { Page } from './page.js'

/** What a catalog is about: its topics as a tree and as a map, and the items of the chosen one. */
export function topicsPage({ kin, rows }: Catalog, title: string): Page {
  const topics = h('page-kin-topics', { view: 'map' })
  topics.recommender = kin
  const content = h(
    'div',
    { class: 'page' },
    h(
      'header',
      { class: 'page-head' },
      h('h1', { tabindex: -1 }, title),
      h(
        'p',
        { class: 'lead' },
        `${rows.length} dots, placed by what their texts mean. Your browser found the topics and named them. The line is your own way through them.`,
      ),
    ),
    topics,
  )
  return { title, content }
}
