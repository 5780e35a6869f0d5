import { picture } from './cards.js'
import type { Catalog, Row } from './catalogs.js'
import { DEPARTMENTS, departmentOf } from './departments.js'
import { h } from './dom.js'
import type { Page } from './page.js'
import { hrefOf } from './router.js'
import { shelf } from './shelf.js'

/** Shelves that are a sentence: the search finds what belongs to it. */
const OCCASIONS = [
  { heading: 'For a long evening in', query: 'something warm and cosy for a winter evening on the sofa' },
  { heading: 'First night under canvas', query: 'what you need to sleep in a tent and cook breakfast outdoors' },
]

const HERO = ['bl-mushroom-lamp-portable-red', 'kd-teapot-stoneware-moss', 'tg-fox-cuddly', 'cs-cardigan-mustard', 'ch-dome-tent-three']

export function homePage({ rows, byId, kin }: Catalog): Page {
  const content = h(
    'div',
    { class: 'page' },
    hero(rows, byId),
    shelf(kin, { mode: 'for-you', heading: 'For you', limit: 12, withReason: true, withDismiss: true }),
    departments(rows),
    shelf(kin, { mode: 'popular', heading: 'Popular', limit: 12 }),
    shelf(kin, { mode: 'new', heading: 'New', limit: 12, withReason: true }),
    ...OCCASIONS.map(({ heading, query }) => shelf(kin, { mode: 'search', heading, query, limit: 10 })),
    recentlySeen(kin),
  )
  return { title: 'Fernway', content }
}

/** What was looked at in this tab; nothing before there is something. */
export function recentlySeen(kin: Catalog['kin'], item?: string): HTMLElement {
  return shelf(kin, { mode: 'recent', ...(item !== undefined && { item }), heading: 'Recently viewed', limit: 12, withDismiss: true })
}

function hero(rows: readonly Row[], byId: ReadonlyMap<string, Row>): HTMLElement {
  const chosen = HERO.flatMap((id) => byId.get(id) ?? [])
  const fillers = rows.filter((row) => (row.popularity ?? 0) >= 88 && !chosen.includes(row))
  const tiles = [...chosen, ...fillers].slice(0, HERO.length)
  return h(
    'section',
    { class: 'hero' },
    h(
      'div',
      {},
      h('h1', { tabindex: -1 }, 'Things for the house, the garden and the long way round.'),
      h(
        'p',
        { class: 'lead' },
        'Fernway is a made-up shop with a real memory: everything it recommends is worked out in this browser. Look at a few things and watch the shelves follow.',
      ),
      h('p', { class: 'muted' }, 'No account, no tracking, no server that knows you. It goes on working when the network is gone.'),
    ),
    h('div', { class: 'mosaic', 'aria-hidden': 'true' }, ...tiles.map((row) => picture(row, 'large'))),
  )
}

function departments(rows: readonly Row[]): HTMLElement {
  const tiles = DEPARTMENTS.map(({ name, slug, intro }) => {
    const items = rows.filter((row) => departmentOf(row)?.name === name)
    const best = items.toSorted((a, b) => (b.popularity ?? 0) - (a.popularity ?? 0))[0]
    return h(
      'li',
      { class: 'department' },
      best && picture(best),
      h('div', {}, h('a', { href: hrefOf({ page: 'department', department: slug }) }, name), h('p', { class: 'muted' }, intro)),
    )
  })
  return h(
    'section',
    { 'aria-labelledby': 'departments-heading' },
    h('h2', { id: 'departments-heading' }, 'Departments'),
    h('ul', { class: 'departments' }, ...tiles),
  )
}
