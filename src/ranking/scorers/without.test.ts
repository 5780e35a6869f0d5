import { expect, test } from 'vitest'
import { Bm25Index } from '../../lexical/bm25.js'
import { withoutTerm } from './without.js'

test('an excluded text may have any punctuation', () => {
  const texts = ["a jacket for when you're cold", 'salt & pepper mill', 'a 5.5" screen (new)']
  const words = Bm25Index.build(texts.map((text) => [{ text, weight: 1 }]))
  const scoresOf = (text: string) => [...withoutTerm([{ text, near: null }], words, texts.length, (row) => texts[row]!).scores]

  for (const mark of '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~’') expect(() => scoresOf(`cold${mark}jacket`)).not.toThrow()
  const [jacket, mill, screen] = scoresOf("when you're cold")
  expect(jacket).toBeLessThan(mill!)
  expect(mill).toBe(screen)
})

test('an excluded text may be a name that every object has', () => {
  const words = Bm25Index.build([[{ text: 'lamp', weight: 1 }]])
  for (const text of ['constructor', 'toString', '__proto__', 'valueOf', 'hasOwnProperty']) {
    expect([...withoutTerm([{ text, near: null }], words, 1, () => 'lamp').scores], text).toEqual([0])
  }
})
