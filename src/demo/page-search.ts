import type { Catalog } from './catalogs.js'
import { h } from './dom.js'
import { filterPanel } from './filter-panel.js'
import { choicesOf, type Filters, isFiltered, NO_FILTERS, toWhere } from './filters.js'
import type { Page } from './page.js'
import { hrefOf } from './router.js'
import { shelf } from './shelf.js'

const IDEAS = [
  'coffee without a machine',
  'warm hands on a cold ride',
  'a present for a child who likes space',
  'something for a dark balcony',
]

/** Results of a search in the shop, kept while the words change. */
export function searchPage({ rows, kin }: Catalog, text: string): Page {
  let filters: Filters = NO_FILTERS
  const results = shelf(kin, { mode: 'search', query: text, heading: '', layout: 'grid', limit: 24, withReason: true })
  const heading = h('h1', { tabindex: -1 })
  const emptyText = h('p', {})
  results.append(emptyState(emptyText))
  const describe = (words: string) => {
    heading.textContent = `Results for “${words}”`
    emptyText.textContent = `Nothing in the shop matches “${words}”${isFiltered(filters) ? ' with these filters' : ''}.`
  }
  describe(text)
  const panel = filterPanel(choicesOf(rows), NO_FILTERS, (changed) => {
    filters = changed
    results.where = toWhere(filters, rows)
    describe(results.query ?? '')
  })
  const content = h(
    'div',
    { class: 'page' },
    h('header', { class: 'page-head' }, heading),
    h('div', { class: 'browse' }, panel, h('section', { 'aria-label': 'Results' }, results)),
  )
  return {
    title: 'Search',
    content,
    follow(route) {
      if (route.page !== 'search') return false
      results.query = route.text
      describe(route.text)
      return true
    },
  }
}

function emptyState(text: HTMLElement): HTMLElement {
  const ideas = IDEAS.map((idea) => h('li', {}, h('a', { href: hrefOf({ page: 'search', text: idea }) }, idea)))
  return h(
    'div',
    { slot: 'empty', class: 'no-results' },
    text,
    h('p', { class: 'muted' }, 'Whole sentences work too:'),
    h('ul', {}, ...ideas),
  )
}
