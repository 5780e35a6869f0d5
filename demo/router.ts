import { SWITCHES } from './switches.js'

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'department'; readonly department: string }
  | { readonly page: 'item'; readonly id: string }
  | { readonly page: 'search'; readonly text: string }
  | { readonly page: 'basket' }
  | { readonly page: 'privacy' }
  | { readonly page: 'playground' }
  | { readonly page: 'topics' }
  | { readonly page: 'papers' }
  | { readonly page: 'paper-topics' }
  | { readonly page: 'paper'; readonly id: string }
  | { readonly page: 'paper-search'; readonly text: string }

/** Routes live in the query (`./?item=...`), so that every address works on a plain static server. */
export function readRoute(query: URLSearchParams): Route {
  const id = query.get('item')
  const paper = query.get('paper')
  const department = query.get('department')
  const text = query.get('q')
  if (id !== null) return { page: 'item', id }
  if (paper !== null) return { page: 'paper', id: paper }
  if (query.has('papers')) {
    if (text?.trim()) return { page: 'paper-search', text }
    return { page: query.has('topics') ? 'paper-topics' : 'papers' }
  }
  if (text?.trim()) return { page: 'search', text }
  if (department !== null) return { page: 'department', department }
  if (query.has('topics')) return { page: 'topics' }
  if (query.has('privacy')) return { page: 'privacy' }
  if (query.has('playground')) return { page: 'playground' }
  return query.has('basket') ? { page: 'basket' } : { page: 'home' }
}

/** The address of a route, with the switches of the present one. */
export function hrefOf(route: Route): string {
  const query = new URLSearchParams(queryOf(route))
  const present = new URLSearchParams(location.search)
  for (const name of SWITCHES) {
    const value = present.get(name)
    if (value !== null) query.set(name, value)
  }
  const text = query.toString().replaceAll(/=(?=&|$)/g, '')
  return text === '' ? './' : `./?${text}`
}

function queryOf(route: Route): Record<string, string> {
  switch (route.page) {
    case 'home':
      return {}
    case 'department':
      return { department: route.department }
    case 'item':
      return { item: route.id }
    case 'search':
      return { q: route.text }
    case 'basket':
      return { basket: '' }
    case 'privacy':
      return { privacy: '' }
    case 'playground':
      return { playground: '' }
    case 'topics':
      return { topics: '' }
    case 'papers':
      return { papers: '' }
    case 'paper-topics':
      return { papers: '', topics: '' }
    case 'paper':
      return { paper: route.id }
    case 'paper-search':
      return { papers: '', q: route.text }
  }
}

/** Whether a route is in the reading room. */
export function isPapers({ page }: Route): boolean {
  return page.startsWith('paper')
}

/** Follows links of this page without loading it again, those inside shelves too. `show` draws a route. */
export function startRouter(show: (route: Route, cause: 'link' | 'history') => void): (route: Route, how?: 'push' | 'replace') => void {
  const go = (route: Route, how: 'push' | 'replace' = 'push') => {
    const href = hrefOf(route)
    if (how === 'push') history.pushState(null, '', href)
    else history.replaceState(null, '', href)
    show(route, 'link')
  }
  document.addEventListener('click', (event) => {
    const url = linkOf(event)
    if (!url) return
    event.preventDefault()
    go(readRoute(url.searchParams))
  })
  window.addEventListener('popstate', () => show(readRoute(new URLSearchParams(location.search)), 'history'))
  return go
}

/** The address within this page that a click leads to; undefined for new tabs, for other places, and for changed switches. */
function linkOf(event: MouseEvent): URL | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
  if (!link || link.target || link.hasAttribute('data-reload')) return undefined
  const url = new URL(link.href)
  return url.origin === location.origin && url.pathname === location.pathname && url.hash === '' ? url : undefined
}
