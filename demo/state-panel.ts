import type { PagekinError, Recommender, RecommenderState } from '../src/index.js'
import { fill, h, icon } from './dom.js'
import { SWITCHES } from './switches.js'

const LEVELS: Readonly<Record<RecommenderState['level'], string>> = {
  none: 'no answers yet',
  neighbours: 'neighbours made beforehand',
  lexical: 'words of the catalog',
  vectors: 'kept vectors, no encoder loaded',
  encoder: 'vectors and encoder',
}

const SOURCES: Readonly<Record<RecommenderState['catalogSource'], string>> = {
  none: 'not read yet',
  network: 'network',
  'not-modified': 'this device (the server says it has not changed)',
  stored: 'this device (the network does not answer)',
  given: 'given by the page',
  pack: 'pack',
  source: 'engine of the site',
}

/** Ways to see the lower levels: text and what it puts into the address. */
const LOWER_LEVELS: readonly (readonly [text: string, query: string])[] = [
  ['automatic', ''],
  ['WebGPU', 'kin-device=webgpu'],
  ['WebAssembly', 'kin-device=wasm'],
  ['no encoder', 'kin-device=off'],
  ['nothing stored', 'kin-storage=memory'],
]

export interface StatePanel {
  readonly element: HTMLElement
  /** Shows another recommender from now on. */
  watch(recommender: Promise<Recommender>, name: string): void
}

/** "What happens on your device": the state of the recommender in use, in numbers. Folded until asked for. */
export function statePanel(clear: () => void): StatePanel {
  const facts = h('dl', {})
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Items embedded' })
  const summary = h('span', { class: 'state-summary' }, 'On your device')
  const title = h('p', { class: 'muted' })
  const body = h(
    'div',
    { id: 'state-body', class: 'state-body', hidden: true },
    title,
    bar,
    facts,
    h('p', { class: 'levels' }, 'Start again with: ', ...levelLinks()),
    h('button', { class: 'danger', onclick: clear }, 'Clear my data'),
  )
  const toggle = h(
    'button',
    { class: 'state-toggle', 'aria-expanded': 'false', 'aria-controls': 'state-body', onclick: () => setOpen(body.hidden === true) },
    icon('chip'),
    summary,
    icon('chevron'),
  )
  const setOpen = (open: boolean) => {
    body.hidden = !open
    toggle.setAttribute('aria-expanded', String(open))
  }
  const element = h('aside', { class: 'state', 'aria-label': 'What happens on your device' }, body, toggle)
  element.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || body.hidden) return
    setOpen(false)
    toggle.focus()
  })
  const drawRows = (rows: readonly [string, string][]) =>
    fill(facts, ...rows.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))))
  const drawState = (state: RecommenderState) => {
    summary.textContent = summaryOf(state)
    const { total, embedded, drafts } = state.items
    bar.value = total === 0 ? 0 : (embedded - drafts) / total
    drawRows(rowsOf(state))
  }
  let watched: Promise<Recommender> | undefined
  let unsubscribe = () => {}
  return {
    element,
    watch(coming, name) {
      if (coming === watched) return
      watched = coming
      unsubscribe()
      title.textContent = name
      summary.textContent = 'Starting on your device'
      coming.then(
        (recommender) => {
          if (coming !== watched) return
          const draw = () => drawState(recommender.getState())
          unsubscribe = recommender.subscribe(draw)
          draw()
        },
        (error: PagekinError) => {
          if (coming !== watched) return
          summary.textContent = 'Recommendations failed'
          drawRows([['Last error', error.message]])
        },
      )
    },
  }
}

function summaryOf({ phase, level, items, tookMs }: RecommenderState): string {
  if (phase === 'failed') return 'Recommendations failed'
  if (phase === 'starting') return 'Starting on your device'
  if (phase === 'embedding') return `Reading the catalog: ${items.embedded - items.drafts} of ${items.total}`
  if (level === 'lexical') return 'On your device: by words'
  if (tookMs === undefined) return 'On your device'
  return `Ranked on your device in ${tookMs < 1 ? 'under 1' : Math.round(tookMs)} ms`
}

function rowsOf(state: RecommenderState): [string, string][] {
  const {
    phase,
    level,
    device,
    deviceReason,
    items,
    tookMs,
    bytes,
    storage,
    storageReason,
    catalogSource,
    mixedPrecision,
    earlierVectors,
    revision,
  } = state
  const rows: [string, string][] = [
    ['Phase', phase],
    ['Answers from', LEVELS[level]],
    ['Encoder runs on', device === 'none' ? `nothing: ${deviceReason}` : `${device}: ${deviceReason}`],
    ['Items embedded', `${items.embedded - items.drafts} of ${items.total} (${items.embeddedThisVisit} in this visit)`],
    ...(items.drafts > 0 ? [['By their first words until then', `${items.drafts}`] as [string, string]] : []),
    ['Last ranking', tookMs === undefined ? 'none yet' : `took ${tookMs.toFixed(1)} ms in the worker`],
    ['Downloaded', `catalog ${size(bytes.catalog)}, model ${size(bytes.model)}`],
    ['Catalog from', SOURCES[catalogSource]],
    ['Vectors kept in', storageReason ? `${storage}: ${storageReason}` : storage],
    ['Mixed precision', mixedPrecision ? 'yes' : 'no'],
    ['Vectors of an earlier encoder', earlierVectors ? 'yes' : 'no'],
    ['Answers changed', `${revision} ${revision === 1 ? 'time' : 'times'}`],
  ]
  if (items.rejected > 0) rows.push(['Rows rejected', String(items.rejected)])
  if (state.error) rows.push(['Last error', state.error.message])
  return rows
}

function size(bytes: number): string {
  if (bytes === 0) return 'nothing'
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** Real page loads: the recommender starts anew. */
function levelLinks(): Node[] {
  const query = new URLSearchParams(location.search)
  const present = SWITCHES.flatMap((name) => (query.has(name) ? [`${name}=${query.get(name)}`] : [])).join('&')
  return LOWER_LEVELS.flatMap(([text, level], index) => [
    document.createTextNode(index === 0 ? '' : ' · '),
    h('a', { href: level === '' ? './' : `./?${level}`, 'data-reload': true, 'aria-current': level === present && 'true' }, text),
  ])
}
