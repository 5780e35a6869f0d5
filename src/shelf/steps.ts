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
  const name = nameOf(field)
  const text = kind === 'value' ? value : kind === 'cheaper' ? messages.cheaper : messages[kind].replace('{0}', () => name)
  return { key: keyOf(step), text, label: kind === 'value' ? `${name}: ${value}` : text, isTaken }
}

/** The steps that a visitor has taken from one item; another item begins anew. */
export class TakenSteps {
  #item: ItemId | undefined
  #steps: readonly Step[] = []

  of(item: ItemId | undefined): readonly Step[] {
    return item === this.#item ? this.#steps : []
  }

  /** Takes a step, or takes it back. */
  toggle(item: ItemId | undefined, step: Step): void {
    const taken = this.of(item)
    const rest = taken.filter((other) => keyOf(other) !== keyOf(step))
    this.#steps = rest.length < taken.length ? rest : [...taken, step]
    this.#item = item
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

/** Those taken first, then those that are offered. */
export function stepViews(taken: readonly Step[], offered: readonly Step[], messages: Messages): StepView[] {
  const keys = new Set(taken.map(keyOf))
  return [
    ...taken.map((step) => stepView(step, true, messages)),
    ...offered.filter((step) => !keys.has(keyOf(step))).map((step) => stepView(step, false, messages)),
  ]
}

export function keyOf({ kind, field, value }: Step): string {
  return JSON.stringify([kind, field, value])
}

/** `performance_fabric`, `weightGrams`: performance fabric, weight grams. */
function nameOf(field: string): string {
  return field
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
}
