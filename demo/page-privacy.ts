import type { Catalog } from './catalogs.js'
import { h } from './dom.js'
import type { Page } from './page.js'

/** What the shop knows of its visitor, and all that they may do about it. */
export function privacyPage({ kin }: Catalog): Page {
  const panel = h('page-kin-privacy')
  panel.recommender = kin
  const content = h(
    'div',
    { class: 'page' },
    h(
      'header',
      { class: 'page-head' },
      h('h1', { tabindex: -1 }, 'Your privacy'),
      h('p', { class: 'lead' }, 'Fernway recommends things inside your browser. Here is all that it goes by.'),
    ),
    panel,
  )
  return { title: 'Your privacy', content }
}
