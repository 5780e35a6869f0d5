import { itemCard } from './cards.js'
import type { Catalog } from './catalogs.js'
import { h } from './dom.js'
import { filterPanel } from './filter-panel.js'
import { choicesOf, type Filters, isFiltered, NO_FILTERS, toWhere, uncounted } from './filters.js'
import type { Page } from './page.js'
import { hrefOf } from './router.js'
import { searchResults } from './search-results.js'

const IDEAS = ['something warm for cold evenings', 'coffee for two', 'a present for a child who likes space', 'light for a dark balcony']

/** Results of a search in the shop, kept while the words change. */
export function searchPage({ rows, kin, record }: Catalog, start: string): Page {
  let filters: Filters = NO_FILTERS
  let text = start
  const heading = h('h1', { tabindex: -1 })
  const results = searchResults(kin, {
    card: (row, reason, why) => itemCard(row, ({ id }) => record({ type: 'click', id }), reason, why),
    listClass: 'grid',
    nothing: (words) => `Nothing in the shop matches “${words}”${isFiltered(filters) ? ' with these filters' : ''}.`,
    instead: ideas,
  })
  const ask = () => {
    heading.textContent = `Results for “${text}”`
    results.ask(text, toWhere(filters, rows))
  }
  const panel = filterPanel(uncounted(choicesOf(rows)), NO_FILTERS, (changed) => {
    filters = changed
    ask()
  })
  ask()
  return {
    title: 'Search',
    content: h(
      'div',
      { class: 'page tight' },
      h('header', { class: 'page-head' }, heading),
      h('div', { class: 'browse' }, panel, h('section', { 'aria-label': 'Results' }, results.element)),
    ),
    follow(route) {
      if (route.page !== 'search') return false
      text = route.text
      ask()
      return true
    },
    leave: results.stop,
  }
}

function ideas(): Node[] {
  const links = IDEAS.map((idea) => h('li', {}, h('a', { href: hrefOf({ page: 'search', text: idea }) }, idea)))
  return [h('p', { class: 'muted' }, 'Whole sentences work too:'), h('ul', {}, ...links)]
}
