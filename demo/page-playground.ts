import { createRecommender, type PagekinError, type Recommendation, type Recommender, type RecommenderState } from '../src/index.js'
import { fill, h } from './dom.js'
import type { Page } from './page.js'
import { shelf } from './shelf.js'
import { snippets } from './snippets.js'
import { readSwitches } from './switches.js'

/** Letters follow one another faster than that. */
const TYPING_MS = 140
const FOUND = 12

/** A catalog of the visitor's own: what is read of it, what answers from it, and the lines that put it into a page. */
export function playgroundPage(): Page {
  let tried: Trial | undefined
  const result = h('div', { class: 'trial' })
  const status = h('p', { role: 'status', class: 'muted' })
  const leave = () => tried?.stop()
  const read = (content: Blob, name: string) => {
    leave()
    status.textContent = `Reading ${name} …`
    tried = trial(content, name, (text) => {
      status.textContent = text
    })
    fill(result, tried.element)
  }
  const file = h('input', {
    type: 'file',
    id: 'catalog-file',
    accept: '.csv,.tsv,.json,.jsonl,.ndjson,.xml,.rss,.atom,.gz',
    onchange: () => {
      const [first] = file.files ?? []
      if (first) read(first, first.name)
    },
  })
  const pasted = h('textarea', { id: 'catalog-text', rows: 5, spellcheck: 'false', placeholder: 'id,title,price\n1,Tin mug,9.50' })
  const zone = h(
    'div',
    { class: 'drop' },
    h(
      'label',
      { for: 'catalog-file' },
      'A file: CSV, JSON, JSON lines, RSS, Atom, a product feed or an export of your shop. Drop it here, or choose it.',
    ),
    file,
    h('label', { for: 'catalog-text' }, 'Or paste the text of one.'),
    pasted,
    h(
      'button',
      { class: 'quiet', onclick: () => pasted.value.trim() && read(new Blob([pasted.value]), 'catalog.csv') },
      'Try what is pasted',
    ),
  )
  zone.addEventListener('dragover', (event) => event.preventDefault())
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    const [first] = event.dataTransfer?.files ?? []
    if (first) read(first, first.name)
  })
  const content = h(
    'div',
    { class: 'page playground' },
    h(
      'header',
      { class: 'page-head' },
      h('h1', { tabindex: -1 }, 'Try your own catalog'),
      h(
        'p',
        { class: 'lead' },
        'It is read, embedded and searched in this tab. Nothing of it is sent or stored, and its pictures are not fetched.',
      ),
    ),
    zone,
    status,
    result,
  )
  return { title: 'Try your own catalog', content, leave }
}

interface Trial {
  readonly element: HTMLElement
  stop(): void
}

/** One catalog, from its file to its shelves. `tell` says how far it is. */
function trial(content: Blob, name: string, tell: (text: string) => void): Trial {
  const address = URL.createObjectURL(content)
  const begun = performance.now()
  const { device } = readSwitches(new URLSearchParams(location.search))
  const kin = createRecommender({ catalog: address, assets: './kin/', storage: 'memory', history: 'off', device })
  const element = h('div', { class: 'trial' })
  let stopped = false
  // another catalog may have taken the place of this one
  const tellOfThis = (text: string) => {
    if (!stopped) tell(text)
  }
  const open = async () => {
    const recommender = await kin
    const readMs = performance.now() - begun
    const asked = performance.now()
    const some = await recommender.forYou({ limit: FOUND })
    if (!stopped) draw(element, recommender, { name, some, readMs, firstMs: performance.now() - asked, tell: tellOfThis })
  }
  open().catch((thrown: PagekinError) => {
    if (stopped) return
    tell('')
    fill(
      element,
      h(
        'div',
        { class: 'notice', role: 'alert' },
        h('h2', {}, 'This could not be read'),
        h('p', {}, thrown.message),
        h('p', {}, thrown.hint),
      ),
    )
  })
  return {
    element,
    stop() {
      stopped = true
      URL.revokeObjectURL(address)
      kin.then(
        (recommender) => recommender.dispose(),
        // it never started
        () => undefined,
      )
    },
  }
}

interface Opened {
  readonly name: string
  readonly some: readonly Recommendation[]
  readonly readMs: number
  readonly firstMs: number
  readonly tell: (text: string) => void
}

function draw(element: HTMLElement, kin: Recommender, { name, some, readMs, firstMs, tell }: Opened): void {
  const facts = h('dl', { class: 'facts' })
  const more = h('div', {})
  const alike = shelf(kin, { heading: '', limit: 12, withReason: true, steer: true })
  alike.id = 'alike'
  const code = h('pre', { tabindex: 0 }, h('code', {}))
  const way = h('select', { id: 'way', onchange: () => show() })
  let item = some[0]?.item
  let noted = ''
  const show = () => {
    if (!item) return
    const written = snippets(name, item.id)
    if (way.options.length === 0) for (const option of Object.keys(written)) way.append(h('option', {}, option))
    code.textContent = written[way.value] ?? ''
    alike.heading = `Similar to ${item.title}`
    alike.item = item.id
  }
  const list = h('ul', { class: 'chips' })
  const offer = (found: readonly Recommendation[]) =>
    fill(
      list,
      ...found.map(({ item: one }) => {
        const choose = () => {
          item = one
          show()
        }
        return h('li', {}, h('button', { class: 'quiet', onclick: choose }, one.title))
      }),
    )
  const search = searchBox(kin, some, offer, tell)
  const drawState = (state: RecommenderState) => {
    fill(facts, ...rowsOf(state, readMs, firstMs).map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))))
    // what the visitor has unfolded stays so
    const { rejectedRows, guessedFields, catalogNotes } = state
    const told = JSON.stringify([rejectedRows, guessedFields, catalogNotes])
    if (told !== noted) fill(more, ...notesOf(state))
    noted = told
    tell(summaryOf(state))
  }
  drawState(kin.getState())
  kin.subscribe(() => drawState(kin.getState()))
  offer(some)
  show()
  const facets = document.createElement('page-kin-facets')
  facets.setAttribute('for', 'alike')
  fill(
    element,
    h('section', { 'aria-label': 'What was read' }, h('h2', {}, 'What was read'), facts, more),
    h('section', { 'aria-label': 'Choose an item' }, h('h2', {}, 'Choose an item'), search, list),
    h('div', { class: 'browse' }, alike, facets),
    h(
      'section',
      { 'aria-label': 'Put it into your page' },
      h('h2', {}, 'Put it into your page'),
      h('p', {}, h('label', { for: 'way' }, 'As '), way),
      code,
      h('button', { class: 'quiet', onclick: () => void navigator.clipboard.writeText(code.textContent ?? '') }, 'Copy'),
    ),
  )
}

function searchBox(
  kin: Recommender,
  some: readonly Recommendation[],
  offer: (found: readonly Recommendation[]) => void,
  tell: Opened['tell'],
): HTMLElement {
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  const ask = async () => {
    const own = ++turn
    try {
      const found = input.value.trim() === '' ? some : await kin.search(input.value, { limit: FOUND })
      if (own === turn) offer(found)
    } catch (thrown) {
      tell((thrown as PagekinError).message)
    }
  }
  const input = h('input', {
    type: 'search',
    'aria-label': 'Search this catalog',
    placeholder: 'Search this catalog',
    oninput: () => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), TYPING_MS)
    },
  })
  return input
}

function summaryOf({ items, phase, level }: RecommenderState): string {
  if (phase === 'embedding') return `${items.embedded} of ${items.total} items have a vector; words answer meanwhile.`
  return level === 'encoder' || level === 'vectors'
    ? `${items.total} items, all by meaning and words.`
    : `${items.total} items, by their words.`
}

function rowsOf({ items, level, tookMs, levelReason }: RecommenderState, readMs: number, firstMs: number): [string, string][] {
  return [
    ['Items', `${items.total}`],
    ['Rows that could not be read', `${items.rejected}`],
    ['Read and indexed in', `${Math.round(readMs)} ms`],
    ['First answer in', `${Math.round(firstMs)} ms`],
    ...(tookMs === undefined ? [] : [['Last answer, in the engine', `${tookMs.toFixed(1)} ms`] as [string, string]]),
    ['Items with a vector', `${items.embedded}`],
    ['What answers', levelReason ? `${level}: ${levelReason}` : level],
  ]
}

function notesOf({ rejectedRows, guessedFields = [], catalogNotes = [] }: RecommenderState): Node[] {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [h('details', {}, h('summary', {}, title), h('ul', {}, ...lines.map((line) => h('li', {}, line))))]
  return [
    ...list(
      `Columns taken by their names: ${guessedFields.length}`,
      guessedFields.map(({ name, field, items }) => `“${name}” is the ${field} of ${items} items. If that is wrong, set \`fields\`.`),
    ),
    ...list(`Good to know: ${catalogNotes.length}`, catalogNotes),
    ...list(
      `Rows that could not be read: ${rejectedRows.length === 100 ? 'the first 100' : rejectedRows.length}`,
      rejectedRows.map(({ row, field, why }) => `Row ${row}${field ? `, ${field}` : ''}: ${why}`),
    ),
  ]
}
