import { h } from './dom.js'
import { type Choice, type Choices, type Filters, isFiltered, NO_FILTERS } from './filters.js'

/** Narrow enough for one column: the panel starts closed. */
const ONE_COLUMN = '(max-width: 60rem)'
/** Choices of one kind before the rest is folded away. */
const FEW = 8

/** Form that narrows a list; `change` gets every new state. On narrow screens it is folded. */
export function filterPanel(choices: Choices, start: Filters, change: (filters: Filters) => void): HTMLElement {
  const form = h('form', { class: 'filters', 'aria-label': 'Filters' })
  const read = () => {
    const data = new FormData(form)
    const bound = (name: string) => {
      const text = String(data.get(name) ?? '').trim()
      return text === '' || !(Number(text) >= 0) ? undefined : Number(text)
    }
    const [min, max] = [bound('min'), bound('max')]
    const set = (name: string) => new Set(data.getAll(name).map(String))
    const filters: Filters = {
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      inStock: data.has('stock'),
      colours: set('colour'),
      brands: set('brand'),
      departments: set('department'),
    }
    reset.hidden = !isFiltered(filters)
    change(filters)
  }
  const reset = h('button', { type: 'reset', class: 'quiet', hidden: !isFiltered(start) }, 'Clear filters')
  form.append(
    priceField(choices.dearest, start),
    h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'stock', checked: start.inStock }), h('span', {}, 'In stock only')),
    ...(choices.departments.length > 1 ? [checks('Department', 'department', choices.departments, start.departments)] : []),
    checks('Colour', 'colour', choices.colours, start.colours),
    checks('Brand', 'brand', choices.brands, start.brands),
    reset,
  )
  form.addEventListener('input', read)
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', (event) => {
    event.preventDefault()
    clearInputs(form)
    reset.hidden = true
    change(NO_FILTERS)
  })
  return h('details', { class: 'filter-panel', open: !matchMedia(ONE_COLUMN).matches }, h('summary', {}, 'Filters'), form)
}

/** A form's own reset goes back to the choices it was drawn with, which may be some. */
function clearInputs(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll('input')) {
    if (input.type === 'checkbox') input.checked = false
    else input.value = ''
  }
}

function priceField(dearest: number, { min, max }: Filters): HTMLElement {
  const input = (name: string, label: string, value: number | undefined, placeholder: string) =>
    h('input', { type: 'number', name, min: 0, step: 'any', inputmode: 'decimal', 'aria-label': label, value, placeholder })
  return h(
    'fieldset',
    { class: 'price-range' },
    h('legend', {}, 'Price in €'),
    h(
      'div',
      { class: 'range' },
      input('min', 'Lowest price', min, '0'),
      h('span', { 'aria-hidden': 'true' }, '–'),
      input('max', 'Highest price', max, String(dearest)),
    ),
  )
}

function checks(legend: string, name: string, choices: readonly Choice[], chosen: ReadonlySet<string>): HTMLElement {
  const row = (choice: Choice) =>
    h(
      'label',
      { class: 'check' },
      h('input', { type: 'checkbox', name, value: choice.name, checked: chosen.has(choice.name) }),
      name === 'colour' && h('i', { class: 'swatch', 'data-colour': choice.name, 'aria-hidden': 'true' }),
      h('span', {}, choice.name),
      choice.count !== undefined && h('small', {}, String(choice.count)),
    )
  // one more takes no more room than the line that unfolds it
  const few = choices.length > FEW + 1 ? FEW : choices.length
  const rest = choices.slice(few)
  return h(
    'fieldset',
    {},
    h('legend', {}, legend),
    h('div', { class: 'checks' }, ...choices.slice(0, few).map(row)),
    rest.length > 0 &&
      h(
        'details',
        { class: 'more', open: rest.some((choice) => chosen.has(choice.name)) },
        h('summary', {}, `${rest.length} more`),
        h('div', { class: 'checks' }, ...rest.map(row)),
      ),
  )
}
