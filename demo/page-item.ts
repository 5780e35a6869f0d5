import { picture, priceText } from './cards.js'
import type { Catalog, Row } from './catalogs.js'
import { departmentOf } from './departments.js'
import { h, icon } from './dom.js'
import type { Page } from './page.js'
import { recentlySeen } from './page-home.js'
import { hrefOf } from './router.js'
import { shelf } from './shelf.js'
import { visit } from './visit.js'

export function itemPage({ kin, record }: Catalog, row: Row): Page {
  const content = h(
    'div',
    { class: 'page' },
    h(
      'article',
      { class: 'product' },
      h('div', { class: 'product-media' }, picture(row, 'large')),
      h(
        'div',
        { class: 'product-text' },
        breadcrumb(row),
        h('h1', { tabindex: -1 }, row.title),
        h('p', { class: 'muted' }, `by ${row.brand}`),
        h('p', { class: 'product-price' }, priceText(row)),
        h('p', { class: 'stock', 'data-stock': row.available === false ? 'out' : 'in' }, row.available === false ? 'Sold out' : 'In stock'),
        h('p', { class: 'description' }, row.description),
        basketButton(row, record),
        facts(row),
      ),
    ),
    // setting the item notes one view of it
    shelf(kin, { item: row.id, heading: 'Similar items', limit: 12, withReason: true, steer: true }),
    goesWith(kin, row),
    recentlySeen(kin, row.id),
  )
  return { title: row.title, content }
}

/** What the shop says makes a whole with it, and no more; else what texts say, of its department. */
function goesWith(kin: Catalog['kin'], row: Row): HTMLElement {
  const department = departmentOf(row)
  const how = row.goes_with
    ? { heading: `Complete the ${department?.whole}`, limit: row.goes_with.length }
    : { heading: 'Goes with it', limit: 8, where: department && { category: department.name } }
  return shelf(kin, { mode: 'goes-with', item: row.id, withReason: true, ...how })
}

function breadcrumb(row: Row): HTMLElement {
  const department = departmentOf(row)
  const trail = [
    h('li', {}, h('a', { href: hrefOf({ page: 'home' }) }, 'Fernway')),
    department && h('li', {}, h('a', { href: hrefOf({ page: 'department', department: department.slug }) }, department.name)),
    h('li', {}, row.category?.[1]),
  ]
  return h('nav', { class: 'breadcrumb', 'aria-label': 'Breadcrumb' }, h('ol', {}, ...trail))
}

function basketButton(row: Row, record: Catalog['record']): HTMLElement {
  const note = h('span', { role: 'status', class: 'muted' })
  const add = () => {
    const count = (visit.basket().get(row.id) ?? 0) + 1
    visit.setInBasket(row.id, count)
    record({ type: 'cart', id: row.id })
    note.textContent = count === 1 ? 'It is in your basket.' : `${count} of them are in your basket.`
  }
  const button = h('button', { class: 'primary', disabled: row.available === false, onclick: add }, icon('basket'), 'Add to basket')
  return h('div', { class: 'buy' }, button, note)
}

function facts({ attributes = {}, tags = [] }: Row): HTMLElement {
  const entries: [string, string][] = Object.entries(attributes).map(([name, value]) => [labelOf(name), valueText(name, value)])
  if (tags.length > 0) entries.push(['Good for', tags.join(', ')])
  return h('dl', { class: 'facts' }, ...entries.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))))
}

const LABELS: Readonly<Record<string, string>> = { weightGrams: 'Weight', ageFrom: 'From age', clampMax: 'Clamps up to', setOf: 'Set of' }

/** `bladeLength` -> `Blade length`. */
function labelOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return LABELS[name] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (name === 'weightGrams') return Number(value) >= 1000 ? `${Number(value) / 1000} kg` : `${value} g`
  return Array.isArray(value) ? value.join(', ') : String(value)
}
