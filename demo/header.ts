import { DEPARTMENTS } from './departments.js'
import { fill, h, icon } from './dom.js'
import type { Go } from './page.js'
import { hrefOf, isPapers, type Route } from './router.js'
import { applyTheme, readTheme, themeAfter } from './theme.js'
import { visit } from './visit.js'

/** Letters follow one another faster than that. */
const TYPING_MS = 140

export interface Header {
  readonly element: HTMLElement
  /** Marks where the visitor is. */
  follow(route: Route): void
}

export function header(go: Go): Header {
  const search = searchForm(go)
  const links = DEPARTMENTS.map(({ name, slug }) => ({
    slug,
    link: h('a', { href: hrefOf({ page: 'department', department: slug }) }, name),
  }))
  const papers = h('a', { href: hrefOf({ page: 'papers' }), class: 'nav-papers' }, 'Reading room')
  const map = h('a', { href: hrefOf({ page: 'topics' }) }, 'Map')
  const element = h(
    'header',
    { class: 'site-head' },
    h('a', { class: 'skip', href: '#main' }, 'Skip to the content'),
    h(
      'div',
      { class: 'site-bar' },
      h('a', { class: 'logo', href: hrefOf({ page: 'home' }) }, icon('leaf'), 'Fernway'),
      search.element,
      h('div', { class: 'site-tools' }, basketLink(), themeButton()),
    ),
    h(
      'nav',
      { class: 'departments-nav', 'aria-label': 'Departments' },
      h('ul', {}, ...[...links.map(({ link }) => link), papers, map].map((link) => h('li', {}, link))),
    ),
  )
  const mark = (link: HTMLElement, isHere: boolean) =>
    isHere ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current')
  return {
    element,
    follow(route) {
      search.follow(route)
      for (const { slug, link } of links) mark(link, route.page === 'department' && route.department === slug)
      mark(papers, isPapers(route) && route.page !== 'paper-topics')
      mark(map, route.page === 'topics' || route.page === 'paper-topics')
      map.href = hrefOf({ page: isPapers(route) ? 'paper-topics' : 'topics' })
    },
  }
}

/** Answers while the visitor types: the first letters open the results, the next ones change them in their place. */
function searchForm(go: Go) {
  const input = h('input', { type: 'search', name: 'q', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search' })
  let inPapers = false
  let isSearching = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = () => {
    clearTimeout(timer)
    const text = input.value.trim()
    if (text === '') {
      if (isSearching) go({ page: inPapers ? 'papers' : 'home' })
      return
    }
    go({ page: inPapers ? 'paper-search' : 'search', text }, isSearching ? 'replace' : 'push')
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, TYPING_MS)
  })
  const onsubmit = (event: Event) => {
    event.preventDefault()
    ask()
  }
  const element = h('form', { class: 'search', role: 'search', onsubmit }, icon('search'), input)
  return {
    element,
    follow(route: Route) {
      clearTimeout(timer)
      inPapers = isPapers(route)
      isSearching = route.page === 'search' || route.page === 'paper-search'
      const label = inPapers ? 'Search the papers' : 'Search the shop'
      input.setAttribute('aria-label', label)
      input.placeholder = inPapers ? 'Search the papers' : 'What are you looking for?'
      if (document.activeElement !== input) input.value = 'text' in route ? route.text : ''
    },
  }
}

function basketLink(): HTMLElement {
  const link = h('a', { class: 'tool', href: hrefOf({ page: 'basket' }) })
  const draw = () => {
    const count = [...visit.basket().values()].reduce((sum, each) => sum + each, 0)
    link.setAttribute('aria-label', count === 0 ? 'Basket, empty' : `Basket, ${count} ${count === 1 ? 'item' : 'items'}`)
    fill(link, icon('basket'), count > 0 && h('span', { class: 'badge' }, String(count)))
  }
  visit.subscribe(draw)
  draw()
  return link
}

function themeButton(): HTMLElement {
  const button = h('button', { class: 'tool' })
  const draw = () => {
    const theme = readTheme()
    button.setAttribute('aria-label', `Colours: ${theme === 'auto' ? 'as on this device' : theme}`)
    button.title = `Colours: ${theme}`
    fill(button, icon(theme === 'auto' ? 'auto' : theme === 'light' ? 'sun' : 'moon'))
  }
  button.addEventListener('click', () => {
    applyTheme(themeAfter(readTheme()))
    draw()
  })
  draw()
  return button
}
