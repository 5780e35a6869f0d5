import { expect, test } from 'vitest'
import { CATALOGUE } from '../e2e/faults/catalogue.js'
import { numberedTests, numbersOf, reliability, testsOf, titlesOf } from './reliability.js'

const entries = CATALOGUE.flatMap((subject) => subject.entries)
const numbered = numberedTests()

test('docs/reliability.md is what the catalogue says: `npm run docs` writes it', async () => {
  await expect(reliability()).toMatchFileSnapshot('../docs/reliability.md')
})

test('the numbers are 1 to 136, each once and in order', () => {
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 136 }, (_, i) => i + 1))
})

test('each fault has a test, a reason why it cannot be injected, or is open', () => {
  const wrong = entries.filter(({ cannot, open, ...entry }) => {
    const hasTests = testsOf(entry, numbered).length > 0
    return cannot === undefined ? !hasTests && open === undefined : hasTests || open !== undefined
  })

  expect(wrong).toEqual([])
})

test('each test that the catalogue names exists, once', () => {
  const named = entries.flatMap((entry) => testsOf(entry, []))
  const count = ({ file, title }: (typeof named)[number]) => titlesOf(file).filter((known) => known.includes(title)).length

  expect(named.filter((test) => count(test) !== 1)).toEqual([])
})

test('no test of e2e/faults has a number that is none', () => {
  expect(numbered.flatMap(({ title }) => numbersOf(title)).filter((number) => number < 1 || number > entries.length)).toEqual([])
})
