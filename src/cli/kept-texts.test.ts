import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from './cli.test-helper.js'
import { KeptTexts } from './kept-texts.js'

const TEXTS = Array.from({ length: 600 }, (_, i) => `text ${i}`)
const encode = async (texts: readonly string[]) => Float32Array.from(texts.flatMap((text) => [text.length, Number(text.slice(5))]))

test('calls that keep the same texts at the same time all get their vectors, and leave whole files', async () => {
  const folder = join(scratchFolder(), 'kept')
  const answers = await Promise.all(Array.from({ length: 8 }, () => new KeptTexts(folder, 2).get(TEXTS, encode)))

  const expected = await encode(TEXTS)
  for (const { vectors } of answers) expect(vectors).toEqual(expected)
  expect(readdirSync(folder).filter((name) => !name.endsWith('.texts'))).toEqual([])
  const again = await new KeptTexts(folder, 2).get(TEXTS, () => Promise.reject(new Error('it is kept')))
  expect([again.made, again.vectors]).toEqual([0, expected])
})

test('where nothing can be kept the vectors are made all the same', async () => {
  const blocked = join(scratchFolder(), 'file')
  writeFileSync(blocked, '')
  const { vectors, made } = await new KeptTexts(join(blocked, 'below'), 2).get(TEXTS, encode)

  expect([made, vectors]).toEqual([TEXTS.length, await encode(TEXTS)])
})
