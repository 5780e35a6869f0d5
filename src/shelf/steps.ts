import type { ItemId, Step, Where } from '../types.js'
import type { Messages } from './messages.js'
import type { QuestionOptions } from './question.js'

/** A step as a button says it. Pressed it is taken, pressed again it is taken back. */
export interface StepView {
  /** Tells steps apart. */
  readonly key: string
  readonly text: string
  /** For screen readers: a value with its field. */
  readonly label: string
  readonly isTaken: boolean
}

function stepView(step: Step, isTaken: boolean, messages: Messages): StepView {
  const { kind, field, value = '' } = step
  const text = kind === 'value' ? value : kind === 'cheaper' ? messages.cheaper : messages[kind].replace('{0}', () => wordsOf(field).name)
  return { key: keyOf(step), text, label: kind === 'value' ? `${nameOfField(field)}: ${value}` : text, isTaken }
}

/** The steps of one shelf: those offered, and those that its visitor has taken. Another item begins anew. */
export class ShelfSteps {
  #item: ItemId | undefined
  #taken: readonly Step[] = []
  #offered: readonly Step[] = []

  takenFrom(item: ItemId | undefined): readonly Step[] {
    return item === this.#item ? this.#taken : []
  }

  /**
   * The buttons: steps taken first, then those offered.
   *
   * @param offered Undefined while an answer is made: what was offered stays.
   */
  views(item: ItemId | undefined, offered: readonly Step[] | undefined, messages: Messages): StepView[] {
    if (item !== this.#item) {
      this.#item = item
      this.#taken = []
      this.#offered = []
    }
    this.#offered = offered ?? this.#offered
    const taken = new Set(this.#taken.map(keyOf))
    return [
      ...this.#taken.map((step) => stepView(step, true, messages)),
      ...this.#offered.filter((step) => !taken.has(keyOf(step))).map((step) => stepView(step, false, messages)),
    ]
  }

  /** Takes the step of a button, or takes it back. */
  toggle(key: string): void {
    const step = [...this.#taken, ...this.#offered].find((one) => keyOf(one) === key)
    if (!step) return
    const rest = this.#taken.filter((other) => keyOf(other) !== key)
    this.#taken = rest.length < this.#taken.length ? rest : [...rest, step]
  }
}

/** What a shelf asks that its visitor has steered: those steps, within what the site wrote. */
export function steeredOptions<T extends QuestionOptions>(options: T, taken: readonly Step[]): T {
  const filters = taken.flatMap((step): Where[] => (step.options.where ? [step.options.where] : []))
  return {
    ...options,
    ...(taken.some((step) => step.options.cheaper) && { cheaper: true }),
    ...(filters.length > 0 && { where: { all: [...(options.where ? [options.where] : []), ...filters] } }),
  }
}

function keyOf({ kind, field, value }: Step): string {
  return JSON.stringify([kind, field, value])
}

/** The end of a field's name that says in what it counts. Left out are units that mean something else as often: `price_min`, `size_l`. */
const UNIT =
  / (g|kg|mg|grams?|kilograms?|lbs?|pounds|oz|ounces|mm|cm|km|met(?:re|er)s?|inch(?:es)?|ft|feet|ml|cl|lit(?:re|er)s?|seconds|minutes|hours|days|watts?|kwh?|wh|m?ah|volts?|[kmg]hz|[kmgt]b|px|dpi|kcal|percent|pct|eur|usd|gbp)$/i

/** `performance_fabric`, `weightGrams`: performance fabric, weight (grams). `Material/Technik` is written for readers and keeps its capitals. */
export function nameOfField(field: string): string {
  const { name, unit } = wordsOf(field)
  return unit ? `${name} (${unit})` : name
}

function wordsOf(field: string): { readonly name: string; readonly unit: string | undefined } {
  let words = field.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[_-]+/g, ' ')
  if (!/[ /(][A-Z]/.test(field)) words = words.toLowerCase()
  return { name: words.replace(UNIT, ''), unit: UNIT.exec(words)?.[1] }
}
