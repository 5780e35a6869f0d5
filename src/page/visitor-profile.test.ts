import { expect, test } from 'vitest'
import { PagekinError } from '../errors.js'
import type { Facets, Item, RecommenderState } from '../types.js'
import { profileOf } from './visitor-profile.js'

const items: Item[] = ['a', 'b'].map((id) => ({ id, title: id, brand: 'Acme', attributes: { note: 'x' } }))
const events = items.map(({ id }) => ({ type: 'view', id, at: 0 }) as const)
const getState = () => ({ privacy: { keeps: 'tab', paused: false } }) as unknown as RecommenderState

test('a value that no filter can name is left out, and the others are told', async () => {
  const failures: unknown[] = []
  const facets = async ({ where = {} }: { where?: object } = {}): Promise<Facets> => {
    if ('note' in where) throw new PagekinError('filter-invalid', 'note')
    return { fields: [], items: 'brand' in where ? 2 : 100 }
  }

  const { common } = await profileOf({ events, items }, { facets, getState }, 'en', (thrown) => failures.push(thrown))

  expect(common).toEqual([{ field: 'brand', value: 'Acme', items: 2, of: 2 }])
  expect(failures).toEqual([])
})

test('ids of the items that theirs are linked with say nothing of a visitor', async () => {
  const linked = items.map((item) => ({ ...item, attributes: { crosssell: ['24-WG080', '24-UG03'], accessories: ['Boot laces'] } }))
  const facets = async ({ where = {} }: { where?: object } = {}): Promise<Facets> => ({
    fields: [],
    items: Object.keys(where).length ? 2 : 100,
  })

  const { common } = await profileOf({ events, items: linked }, { facets, getState }, 'en', (thrown) => expect.fail(String(thrown)))

  expect(common.map(({ value }) => value).sort()).toEqual(['Acme', 'Boot laces'])
})

test('where the catalog cannot be asked the events are told all the same, and why nothing is in common', async () => {
  const failure = new PagekinError('worker-failed', 'explore: received no script')
  const failures: unknown[] = []
  const facets = () => Promise.reject(failure)

  const profile = await profileOf({ events, items }, { facets, getState }, 'en', (thrown) => failures.push(thrown))

  expect(profile.events.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(profile.common).toEqual([])
  expect(failures).toEqual([failure])
})

test('the catalog is asked about few values, those that most items share, however many there are', async () => {
  const tags = Array.from({ length: 5000 }, (_, i) => `tag ${i}`)
  const many = [...items, { id: 'c', title: 'c', brand: 'Acme' }].map((item) => ({ ...item, tags }))
  let asked = 0
  const facets = async ({ where = {} }: { where?: object } = {}): Promise<Facets> => {
    asked++
    return { fields: [], items: 'brand' in where ? 3 : 100 }
  }

  const { common } = await profileOf({ events, items: many }, { facets, getState }, 'en', (thrown) => expect.fail(String(thrown)))

  expect(common.map(({ value }) => value)).toContain('Acme')
  expect(asked).toBeLessThanOrEqual(101)
})

test('what was learnt is told, in words if it is used', async () => {
  const learned = { helps: true, choices: 12, words: 'Weights of forYou were learnt.' }
  const facets = async () => ({ fields: [], items: 100 })
  const profileIn = (helps: boolean, lang: string) => {
    const state = { ...getState(), learned: { ...learned, helps } }
    return profileOf({ events, items }, { facets, getState: () => state }, lang, () => undefined)
  }

  const profile = await profileIn(true, 'en')
  expect(profile.learned).toEqual(learned)
  expect(profile.words).toContain('Recommendations are tuned to what you chose.')
  expect((await profileIn(true, 'de')).words).toContain('Die Empfehlungen sind auf Ihre Auswahl abgestimmt.')
  expect((await profileIn(false, 'en')).words.join()).not.toContain('tuned')
})
