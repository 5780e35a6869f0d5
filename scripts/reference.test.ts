import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OPTION_EXAMPLES } from '../src/option-docs.js'
import { OPTIONS, parseOption } from '../src/options.js'
import { customElements, webTypes } from './editors.js'
import { cssDefaults, reference } from './reference.js'
import { CSS_VARIABLES, ERRORS, PARTS, SLOTS, STATES } from './reference-tables.js'

const element = ['answer-drawing.ts', 'shelf-view.ts', 'steering.ts']
  .map((name) => readFileSync(join('src/element', name), 'utf8'))
  .join('\n')

function sources(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test/.test(name))
    .map((name) => readFileSync(join('src', name), 'utf8'))
}

test('docs/reference.md is what the code says: `npm run docs` writes it', async () => {
  await expect(reference()).toMatchFileSnapshot('../docs/reference.md')
})

test('custom-elements.json and web-types.json are what the code says: `npm run docs` writes them', async () => {
  await expect(customElements()).toMatchFileSnapshot('../custom-elements.json')
  await expect(webTypes()).toMatchFileSnapshot('../web-types.json')
})

test('the CSS variables are those of the style sheet', () => {
  expect(Object.keys(CSS_VARIABLES).sort()).toEqual([...cssDefaults().keys()].sort())
})

test('the parts are those that the element draws', () => {
  const drawn = [...element.matchAll(/'part', '([^']*)'|part=(?:"([^"]*)"|\$\{([^}]*)\})/g)].flatMap(([, set, written, computed]) => {
    const plain = set ?? written
    // "nav ${isNext ? 'nav-next' : 'nav-prev'}"
    const quoted = [...(plain ?? computed ?? '').matchAll(/'([^']*)'/g)].flatMap((match) => match[1]!.split(' '))
    return [...(plain ?? '').replace(/\$\{[^}]*\}?.*/, '').split(' '), ...quoted].filter((name) => name !== '')
  })

  expect(Object.keys(PARTS).sort()).toEqual([...new Set(drawn)].sort())
})

test('the slots are those that the element draws', () => {
  const drawn = [...element.matchAll(/<slot(?: name="([^"]*)")?/g)].map((match) => match[1] ?? '')

  expect(Object.keys(SLOTS).sort()).toEqual([...new Set(drawn)].sort())
})

test('the states are the statuses of an answer, and that the shelf takes no room', () => {
  const statuses = /type Status = ([^\n]*)/.exec(readFileSync('src/shelf/answer.ts', 'utf8'))![1]!

  expect(Object.keys(STATES)).toEqual([...[...statuses.matchAll(/'([^']*)'/g)].map((match) => match[1]), 'collapsed'])
})

test('every example of an option is a value that the option takes', () => {
  const rejected = OPTIONS.map((spec) => parseOption(spec, OPTION_EXAMPLES[spec.name])).filter(({ ok }) => !ok)

  expect(rejected).toEqual([])
})

test('every example of an error message is one that the code writes', () => {
  const texts = sources().map((source) => source.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…'))
  const unwritten = Object.values(ERRORS).filter(({ example }) => !texts.some((text) => text.includes(example)))

  expect(unwritten).toEqual([])
})
