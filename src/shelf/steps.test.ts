import { expect, test } from 'vitest'
import type { Step } from '../types.js'
import { messagesFor } from './messages.js'
import { nameOfField, ShelfSteps } from './steps.js'

const MESSAGES = messagesFor('en')
const value = (value: string): Step => ({ kind: 'value', field: 'material', value, items: 4, options: { where: { material: value } } })
const [WOOL, LINEN, OAK] = [value('wool'), value('linen'), value('oak')]
const told = (steps: ShelfSteps, item: string, offered?: readonly Step[]) =>
  steps.views(item, offered, MESSAGES).map(({ text, isTaken }) => (isTaken ? `${text} taken` : text))

test('a step that is taken stands first, once, and is offered again when it is taken back', () => {
  const steps = new ShelfSteps()
  const [, linen] = steps.views('blanket', [WOOL, LINEN], MESSAGES)
  steps.toggle(linen!.key)

  expect(steps.takenFrom('blanket')).toEqual([LINEN])
  expect(told(steps, 'blanket', [WOOL, LINEN])).toEqual(['linen taken', 'wool'])
  steps.toggle(linen!.key)
  expect(told(steps, 'blanket')).toEqual(['wool', 'linen'])
})

test('while an answer is made what was offered stays, but not what was offered or taken for another item', () => {
  const steps = new ShelfSteps()
  const [wool] = steps.views('blanket', [WOOL, LINEN], MESSAGES)
  steps.toggle(wool!.key)

  expect(told(steps, 'blanket')).toEqual(['wool taken', 'linen'])
  expect(steps.takenFrom('chair')).toEqual([])
  expect(told(steps, 'chair')).toEqual([])
  expect(told(steps, 'chair', [OAK])).toEqual(['oak'])
})

test('a unit at the end of a field is a unit: buttons leave it out, and names put it in brackets', () => {
  const lighter: Step = { kind: 'less', field: 'weightGrams', items: 4, options: { where: { weightGrams: { max: 300 } } } }
  expect(told(new ShelfSteps(), 'mug', [lighter])).toEqual(['Less: weight'])
  const fields = ['weightGrams', 'height_cm', 'performance_fabric', 'minutes', 'price_min', 'made-in']
  expect(fields.map(nameOfField)).toEqual(['weight (grams)', 'height (cm)', 'performance fabric', 'minutes', 'price min', 'made in'])
})

test('a name that is written for readers keeps its capitals', () => {
  expect(['Material/Technik', 'Ort der Herstellung', 'Gewicht (Netto) kg', 'Herstellungsort'].map(nameOfField)).toEqual([
    'Material/Technik',
    'Ort der Herstellung',
    'Gewicht (Netto) (kg)',
    'herstellungsort',
  ])
})
