import '../src/element/element.js'
import { clearRecommenders, openPapers, openShop } from './catalogs.js'
import { DEPARTMENTS } from './departments.js'
import { fill, h } from './dom.js'
import { header } from './header.js'
import type { Page } from './page.js'
import { basketPage } from './page-basket.js'
import { departmentPage } from './page-department.js'
import { homePage } from './page-home.js'
import { itemPage } from './page-item.js'
import { paperPage, paperSearchPage, papersPage } from './page-papers.js'
import { playgroundPage } from './page-playground.js'
import { privacyPage } from './page-privacy.js'
import { searchPage } from './page-search.js'
import { topicsPage } from './page-topics.js'
import { hrefOf, isPapers, type Route, readRoute, startRouter } from './router.js'
import { statePanel } from './state-panel.js'
import { applyTheme, readTheme } from './theme.js'
import { visit } from './visit.js'

async function pageOf(route: Route): Promise<Page> {
  switch (route.page) {
    case 'home':
      return homePage(await openShop())
    case 'department': {
      const department = DEPARTMENTS.find(({ slug }) => slug === route.department)
      return department ? departmentPage(await openShop(), department) : lostPage()
    }
    case 'item': {
      const shop = await openShop()
      const row = shop.byId.get(route.id)
      return row ? itemPage(shop, row) : lostPage()
    }
    case 'search':
      return searchPage(await openShop(), route.text)
    case 'basket':
      return basketPage(await openShop())
    case 'privacy':
      return privacyPage(await openShop())
    case 'playground':
      return playgroundPage()
    case 'topics':
      return topicsPage(await openShop(), 'A map of the shop')
    case 'paper-topics':
      return topicsPage(await openPapers(), 'A map of the reading room')
    case 'papers':
      return papersPage(await openPapers())
    case 'paper': {
      const papers = await openPapers()
      const row = papers.byId.get(route.id)
      return row ? paperPage(papers, row) : lostPage()
    }
    case 'paper-search':
      return paperSearchPage(await openPapers(), route.text)
  }
}

function lostPage(): Page {
  const home = h('a', { href: hrefOf({ page: 'home' }) }, 'Back to the shop')
  return { title: 'Not here', content: notice('There is nothing at this address.', home) }
}

function notice(text: string, ...more: Node[]): HTMLElement {
  return h('div', { class: 'page notice' }, h('h1', { tabindex: -1 }, text), ...more)
}

async function clearMyData(): Promise<void> {
  visit.clear()
  await clearRecommenders()
  location.assign(hrefOf({ page: 'home' }))
}

function footer(): HTMLElement {
  return h(
    'footer',
    { class: 'site-foot' },
    h('p', {}, 'Fernway is the demonstration shop of pagekin. Its makers, items and prices are invented.'),
    h(
      'p',
      {},
      'What you look at stays in this tab; the vectors that describe the catalog stay on this device. ',
      h('a', { href: hrefOf({ page: 'playground' }) }, 'Try your own catalog'),
      ' · ',
      h('a', { href: hrefOf({ page: 'privacy' }) }, 'Your privacy'),
      ' · ',
      h('button', { class: 'link', onclick: clearMyData }, 'Clear my data'),
    ),
  )
}

function start(): void {
  applyTheme(readTheme())
  const main = h('main', { id: 'main', tabindex: -1 })
  let page: Page | undefined
  let shown = 0

  const show = async (route: Route, cause: 'start' | 'link' | 'history') => {
    const turn = ++shown
    top.follow(route)
    void watchState(route)
    if (page?.follow?.(route)) return
    const next = await pageOf(route).catch((thrown: unknown) => ({
      title: 'Fernway',
      content: notice(`The catalog could not be read: ${thrown}`),
    }))
    if (turn !== shown) return
    page?.leave?.()
    page = next
    fill(main, page.content)
    document.title = page.title === 'Fernway' ? 'Fernway' : `${page.title} · Fernway`
    if (cause !== 'link') return
    scrollTo({ top: 0, behavior: 'instant' })
    // typing goes on in the search box
    if (!(document.activeElement instanceof HTMLInputElement)) main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }
  const watchState = async (route: Route) => {
    const inPapers = isPapers(route)
    const { kin } = await (inPapers ? openPapers() : openShop())
    panel.watch(kin, inPapers ? 'The recommender of the reading room' : 'The recommender of the shop')
  }
  const go = startRouter(show)
  const top = header(go)
  const panel = statePanel(clearMyData)
  document.body.append(top.element, main, footer(), panel.element)
  void show(readRoute(new URLSearchParams(location.search)), 'start')
}

start()
if ('serviceWorker' in navigator) window.addEventListener('load', () => void navigator.serviceWorker.register('./sw.js'))
