import { itemCard } from './cards.js'
import type { Catalog, Row } from './catalogs.js'
import type { Department } from './departments.js'
import { fill, h } from './dom.js'
import { filterPanel } from './filter-panel.js'
import { choicesOf, type Filters, NO_FILTERS, passes, toWhere } from './filters.js'
import type { Page } from './page.js'
import { shelf } from './shelf.js'

type Order = 'popular' | 'cheap' | 'dear'

const ORDERS: Readonly<Record<Order, { readonly label: string; readonly compare: (a: Row, b: Row) => number }>> = {
  popular: { label: 'Most loved', compare: (a, b) => (b.popularity ?? 0) - (a.popularity ?? 0) },
  cheap: { label: 'Price, low to high', compare: (a, b) => (a.price?.value ?? 0) - (b.price?.value ?? 0) },
  dear: { label: 'Price, high to low', compare: (a, b) => (b.price?.value ?? 0) - (a.price?.value ?? 0) },
}

/** A visitor who comes back from an item finds the list as it was. */
const kept = new Map<string, { filters: Filters; order: Order }>()

export function departmentPage({ rows, kin, record }: Catalog, { name, slug, intro }: Department): Page {
  const items = rows.filter(({ category }) => category?.[0] === name)
  const choice = kept.get(slug) ?? { filters: NO_FILTERS, order: 'popular' }
  kept.set(slug, choice)
  const select = ({ id }: Row) => record({ type: 'click', id })
  const picks = shelf(kin, { mode: 'for-you', heading: `For you in ${name}`, limit: 10, withReason: true })
  const list = h('ul', { class: 'grid' })
  const count = h('p', { class: 'count', role: 'status' })

  const draw = () => {
    const shown = items.filter((row) => passes(row, choice.filters)).sort(ORDERS[choice.order].compare)
    picks.where = toWhere(choice.filters, items, { category: name })
    count.textContent = shown.length === items.length ? `${items.length} items` : `${shown.length} of ${items.length} items`
    fill(list, ...shown.map((row) => itemCard(row, select)))
    if (shown.length === 0) fill(list, h('li', { class: 'empty' }, 'Nothing here passes these filters.'))
  }
  draw()

  const order = h(
    'select',
    {
      id: 'order',
      onchange: () => {
        choice.order = order.value as Order
        draw()
      },
    },
    ...Object.entries(ORDERS).map(([value, { label }]) => h('option', { value, selected: value === choice.order }, label)),
  )
  const panel = filterPanel(choicesOf(items), choice.filters, (filters) => {
    choice.filters = filters
    draw()
  })
  const content = h(
    'div',
    { class: 'page' },
    h('header', { class: 'page-head' }, h('h1', { tabindex: -1 }, name), h('p', { class: 'lead' }, intro)),
    picks,
    h(
      'div',
      { class: 'browse' },
      panel,
      h(
        'section',
        { 'aria-label': 'All items' },
        h('div', { class: 'bar' }, count, h('div', { class: 'order' }, h('label', { for: 'order' }, 'Sort by'), order)),
        list,
      ),
    ),
  )
  return { title: name, content }
}
