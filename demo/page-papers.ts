import { paperCard, picture } from './cards.js'
import type { Catalog, Row } from './catalogs.js'
import { h } from './dom.js'
import type { Page } from './page.js'
import { hrefOf } from './router.js'
import { searchResults } from './search-results.js'
import { type ShelfSettings, shelf } from './shelf.js'

/** All papers by topic. */
export function papersPage({ rows, kin, record }: Catalog): Page {
  const topics = [...new Set(rows.map(topicOf))].sort()
  const slug = (topic: string) => topic.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  const select = ({ id }: Row) => record({ type: 'click', id })
  const sections = topics.map((topic) =>
    h(
      'section',
      { class: 'paper-topic', 'aria-labelledby': slug(topic) },
      h('h2', { id: slug(topic) }, topic),
      h('ul', { class: 'papers' }, ...rows.filter((row) => topicOf(row) === topic).map((row) => paperCard(row, select))),
    ),
  )
  const content = h(
    'div',
    { class: 'page' },
    h(
      'header',
      { class: 'page-head' },
      h('h1', { tabindex: -1 }, 'The reading room'),
      h(
        'p',
        { class: 'lead' },
        `A second catalog with a recommender of its own: ${rows.length} papers on recommending, searching and embedding, each in one sentence. The search box above searches them while you are here.`,
      ),
    ),
    paperShelf(kin, { mode: 'for-you', heading: 'Where to go on', limit: 10, withReason: true }),
    h(
      'nav',
      { 'aria-label': 'Topics' },
      h('ul', { class: 'topics' }, ...topics.map((topic) => h('li', {}, h('a', { href: `#${slug(topic)}` }, topic)))),
    ),
    ...sections,
  )
  return { title: 'The reading room', content }
}

export function paperPage({ kin }: Catalog, row: Row): Page {
  const content = h(
    'div',
    { class: 'page' },
    h(
      'article',
      { class: 'product paper' },
      h('div', { class: 'product-media' }, picture(row, 'large')),
      h(
        'div',
        { class: 'product-text' },
        h(
          'nav',
          { class: 'breadcrumb', 'aria-label': 'Breadcrumb' },
          h('ol', {}, h('li', {}, h('a', { href: hrefOf({ page: 'papers' }) }, 'Reading room')), h('li', {}, topicOf(row))),
        ),
        h('h1', { tabindex: -1 }, row.title),
        h('p', { class: 'description' }, row.description),
        h('ul', { class: 'tags' }, ...(row.tags ?? []).map((tag) => h('li', {}, tag))),
      ),
    ),
    paperShelf(kin, { item: row.id, heading: 'Similar papers', limit: 12, withReason: true, steer: true }),
  )
  return { title: row.title, content }
}

/** Results among the papers, kept while the words change. */
export function paperSearchPage({ kin, record }: Catalog, text: string): Page {
  const heading = h('h1', { tabindex: -1 })
  const results = searchResults(kin, {
    card: (row, reason, why) => paperCard(row, ({ id }) => record({ type: 'click', id }), reason, why),
    listClass: 'papers',
    nothing: (words) => `No paper in the reading room matches “${words}”.`,
  })
  const ask = (words: string) => {
    heading.textContent = `Papers about “${words}”`
    results.ask(words)
  }
  ask(text)
  return {
    title: 'Search papers',
    content: h('div', { class: 'page tight' }, h('header', { class: 'page-head' }, heading), results.element),
    follow(route) {
      if (route.page !== 'paper-search') return false
      ask(route.text)
      return true
    },
    leave: results.stop,
  }
}

/** Titles of papers are long, and their second line is a topic, not a price. */
function paperShelf(recommender: Catalog['kin'], settings: ShelfSettings): HTMLElement {
  const element = shelf(recommender, settings)
  element.classList.add('papers-shelf')
  return element
}

function topicOf(row: Row): string {
  return row.category?.at(-1) ?? ''
}
