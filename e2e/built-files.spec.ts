import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'

/** Hosts that serve files to pages. A page that loads one of ours must ask none of them unasked. */
const FOREIGN = /https?:\/\/[\w.-]*(?:huggingface\.co|jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|googleapis\.com|gstatic\.com|hf\.co)/g
/** Named once, in the option `encoder`: it is asked only when a site names a model there by its id. */
const HUB = 'https://huggingface.co'
/** Runs in pages, as opposed to the command line. */
const IN_PAGES = /\.js$/

test('no built file names a host that serves files, but for the hub that `encoder` may name', () => {
  expect(existsSync('dist/embed.js'), 'run `npm run build` first').toBe(true)
  const files = readdirSync('dist').filter((name) => IN_PAGES.test(name) && name !== 'cli.js')
  expect(files).toEqual(expect.arrayContaining(['embed.js', 'worker.js', 'encoder-worker.js', 'index.js', 'element.js', 'react.js']))

  const named = files.flatMap((name) => [...readFileSync(`dist/${name}`, 'utf8').matchAll(FOREIGN)].map(([host]) => ({ name, host })))

  expect(named.filter(({ host }) => host !== HUB)).toEqual([])
  const times = (part: string) => named.filter(({ name }) => name.includes(part)).length
  expect(times('worker')).toBe(0)
  expect(named.length).toBeLessThanOrEqual(3)
})

test('no built file of a page calls what the oldest supported browsers lack', () => {
  const newer = /\b(?:URL\.canParse|Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.try|RegExp\.escape|Uint8Array\.fromBase64)\b/g
  const files = ['embed.js', 'client.js', 'worker.js', 'encoder-worker.js', 'index.js', 'element.js', 'react.js']

  const found = files.flatMap((name) => readFileSync(`dist/${name}`, 'utf8').match(newer) ?? [])

  expect(found).toEqual([])
})

test('the built command line needs nothing but what the package depends on', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  const imported = [...readFileSync('dist/cli.js', 'utf8').matchAll(/^import\b[^'"\n]*['"]([^'"\n]+)['"];?$/gm)].map((match) => match[1]!)

  const packages = imported
    .filter((name) => !name.startsWith('node:') && !name.startsWith('.'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )

  expect(packages.filter((name) => !(name in dependencies) && !['fs', 'path', 'url', 'os'].includes(name))).toEqual([])
})
