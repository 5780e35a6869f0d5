import { picture, sumText } from './cards.js'
import type { Catalog, Row } from './catalogs.js'
import { fill, h } from './dom.js'
import type { Page } from './page.js'
import { hrefOf } from './router.js'
import { shelf } from './shelf.js'
import { visit } from './visit.js'

export function basketPage({ byId, kin }: Catalog): Page {
  const list = h('div', { class: 'basket' })
  const alike = shelf(kin, { mode: 'similar', seeds: [], heading: 'Like what is in it', limit: 12 })
  const goesWith = shelf(kin, { mode: 'goes-with', seeds: [], heading: 'Goes with what is in it', limit: 8, withReason: true })
  const draw = () => {
    const ids = [...visit.basket().keys()]
    goesWith.seeds = ids
    // texts alone would reach into any department
    const linked = ids.flatMap((id) => [id, ...(byId.get(id)?.goes_with ?? [])])
    goesWith.where = { category: [...new Set(linked.flatMap((id) => byId.get(id)?.category?.[0] ?? []))] }
    alike.seeds = ids
    const lines = [...visit.basket()].flatMap(([id, count]) => {
      const row = byId.get(id)
      return row ? [{ row, count }] : []
    })
    if (lines.length === 0) return fill(list, h('p', { class: 'lead' }, 'There is nothing in it yet.'))
    const sum = lines.reduce((total, { row, count }) => total + (row.price?.value ?? 0) * count, 0)
    fill(
      list,
      h('ul', {}, ...lines.map(({ row, count }) => line(row, count, draw))),
      h('p', { class: 'sum' }, h('span', {}, 'Total'), h('strong', {}, sumText(sum))),
      h('p', { class: 'muted' }, 'Fernway does not exist, so there is nothing to pay and nothing will be sent.'),
    )
  }
  draw()
  const content = h(
    'div',
    { class: 'page' },
    h('header', { class: 'page-head' }, h('h1', { tabindex: -1 }, 'Basket')),
    list,
    goesWith,
    alike,
    shelf(kin, { mode: 'for-you', heading: 'For you', limit: 12, withReason: true }),
  )
  return { title: 'Basket', content }
}

function line(row: Row, count: number, changed: () => void): HTMLElement {
  const set = (next: number) => () => {
    visit.setInBasket(row.id, next)
    changed()
  }
  return h(
    'li',
    {},
    picture(row),
    h('a', { href: hrefOf({ page: 'item', id: row.id }) }, row.title),
    h(
      'span',
      { class: 'stepper' },
      h('button', { 'aria-label': `One ${row.title} less`, onclick: set(count - 1) }, '−'),
      h('output', {}, String(count)),
      h('button', { 'aria-label': `One ${row.title} more`, onclick: set(count + 1) }, '+'),
    ),
    h('strong', {}, sumText((row.price?.value ?? 0) * count)),
  )
}
