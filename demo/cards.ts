import type { Row } from './catalogs.js'
import { h } from './dom.js'
import { hrefOf } from './router.js'

const PRICE = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })

export function priceText(row: Row): string {
  return row.price ? PRICE.format(row.price.value) : ''
}

export function sumText(value: number): string {
  return PRICE.format(value)
}

/** An item as the shop's own lists show it: the link holds the title alone and covers the card. */
export function itemCard(row: Row, select: (row: Row) => void, reason?: string, why?: HTMLElement): HTMLElement {
  return h(
    'li',
    { class: 'card' },
    h('div', { class: 'card-media' }, picture(row)),
    h('a', { href: hrefOf({ page: 'item', id: row.id }), onclick: () => select(row) }, row.title),
    h('p', { class: 'card-price' }, priceText(row), row.available === false && h('span', { class: 'muted' }, ' · Sold out')),
    reason !== undefined && h('p', { class: 'reason' }, reason),
    why,
  )
}

export function picture(row: Row, size: 'small' | 'large' = 'small'): HTMLElement {
  const loading = size === 'small' ? 'lazy' : 'eager'
  return h('img', { src: row.image, alt: '', width: 480, height: 480, loading, decoding: 'async' })
}

/** A paper in a list: cover, title, and the one sentence about it. */
export function paperCard(row: Row, select: (row: Row) => void, reason?: string, why?: HTMLElement): HTMLElement {
  return h(
    'li',
    { class: 'card paper-card' },
    h('div', { class: 'card-media' }, picture(row)),
    h(
      'div',
      {},
      h('a', { href: hrefOf({ page: 'paper', id: row.id }), onclick: () => select(row) }, row.title),
      h('p', { class: 'muted' }, row.description),
      reason !== undefined && h('p', { class: 'reason' }, reason),
      why,
    ),
  )
}
