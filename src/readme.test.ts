import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OPTIONS } from './options.js'

const readme = readFileSync('README.md', 'utf8')
const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly engines: { readonly node: string }
  readonly scripts: Readonly<Record<string, string>>
}

test('README fits into 1,300 words', () => {
  expect(readme.trim().split(/\s+/).length).toBeLessThanOrEqual(1300)
})

test('README goes from the two commands to the limits in the order that a newcomer needs', () => {
  const headings = [...readme.replace(/```[\s\S]*?```/g, '').matchAll(/^## (.+)$/gm)].map((match) => match[1])

  expect(headings).toEqual([
    'One tag',
    'One element',
    'One React component',
    'One function',
    'The catalog',
    'A pack',
    'A built site',
    'What it does',
    'What it does not do',
    'The command line',
    'More',
  ])
})

test('each figure of README names the npm script that prints it', () => {
  const commands = [...readme.matchAll(/^\|.*\| `npm run ([\w-]+)[^`]*` \|$/gm)].map((match) => match[1]!)

  expect(commands.length).toBeGreaterThan(3)
  expect(commands.filter((name) => !(name in packageJson.scripts))).toEqual([])
})

test('README names the limits and the Node version that the code has', () => {
  const perVisit = OPTIONS.find(({ name }) => name === 'maxItemsPerVisit')!

  expect(readme).toContain(`embeds ${perVisit.defaultValue!.toLocaleString('en')} items at most`)
  expect(readme).toContain(`more than ${perVisit.max!.toLocaleString('en')} items`)
  expect(readme).toContain(`Node ${packageJson.engines.node.replace('>=', '')} or later`)
})

test('the browser feature that README names is one that the sources use', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test'))
    .map((name) => readFileSync(join('src', name), 'utf8'))

  expect(readme).toContain('AbortSignal.any')
  expect(sources.some((source) => source.includes('AbortSignal.any'))).toBe(true)
})

test('each figure of README that a bench of public data prints is one of docs/measurements.md', () => {
  const sections = readFileSync('docs/measurements.md', 'utf8').split(/^#+ /m)
  const rows = [...readme.matchAll(/^\| (.*) \| `(npm run bench -- [\w-]+)` \|$/gm)]

  expect(rows.length).toBeGreaterThan(2)
  for (const [, text, command] of rows) {
    const cells = sections.filter((section) => section.includes(`\`${command}\``)).flatMap((section) => section.match(/\.\d+/g) ?? [])
    for (const figure of text!.match(/\.\d+/g)!) expect(cells, `${command}: ${figure}`).toContain(figure)
  }
})
