import { expect, test } from 'vitest'
import type { Topic } from '../types.js'
import { apartOf, labelsOf } from './map-labels.js'

const topic = (id: string, children: readonly Topic[] = []): Topic => ({ id, name: id, size: 0, items: [], children })

test('a topic is named in the middle of its items, and its disc reaches the farthest', () => {
  const most = 1000
  const places = Array.from({ length: most }, (_, n) => ({
    item: `${n}`,
    title: '',
    id: n < 2 ? 'a.b.' : 'a.',
    x: n % 2 === 0 ? 0.25 : 0.75,
    y: 0.5,
  }))
  const [whole, part] = labelsOf([topic('a', [topic('a.b')]), topic('empty')], places)

  expect(whole).toEqual({ id: 'a', text: 'a', level: 1, x: 0.5, y: 0.5, radius: 0.25 })
  expect(part).toMatchObject({ id: 'a.b', level: 2 })
})

test('items are as far apart as the nearest other one is, in the middle of some', () => {
  const x = Float32Array.from({ length: 100 }, (_, n) => n / 64)
  expect(apartOf({ x, y: new Float32Array(100), colourOf: new Uint8Array(100), isFaint: new Uint8Array(100) })).toBe(1 / 64)
})
