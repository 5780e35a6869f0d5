import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ERROR_CODES } from './error-codes.js'
import { type ErrorCode, PagekinError } from './errors.js'

const ROOT = resolve(import.meta.dirname, '..')
const TOP = /^(?:src|bench|demo|e2e|scripts|docs|examples|public|\.ci)\//
/** What `npm run build` and the tests make. */
const MADE = /^(?:dist|demo-dist|\.cache)\//

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownOf('docs'), ...markdownOf('examples')]
const sources = ['src', 'bench', 'demo', 'e2e', 'scripts'].flatMap((folder) => filesOf(folder, /\.(tsx?|mjs)$/))

function filesOf(folder: string, name: RegExp): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path) && !/node_modules|\.vitepress/.test(path))
    .map((path) => join(folder, path))
}

function markdownOf(folder: string): string[] {
  return filesOf(folder, /\.md$/)
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** The anchors that a heading gets on GitHub. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** What is wrong with a link from `page`; undefined where nothing is. */
function brokenLink(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(ROOT, target))) return `${page}: ${link}: there is no such file`
  if (anchor !== undefined && !anchorsOf(read(target)).has(anchor)) return `${page}: ${link}: there is no such heading`
  return undefined
}

test('every link of the docs leads to a file and a heading that exist', () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !/^[a-z]+:/.test(link))
      .flatMap((link) => brokenLink(page, link) ?? []),
  )

  expect(broken).toEqual([])
})

test('every path that the docs name exists', () => {
  const missing = pages.flatMap((page) =>
    [...read(page).matchAll(/`([\w./-]+\/[\w.-]*)`/g)]
      .map((match) => match[1]!)
      .filter((path) => TOP.test(path) && !MADE.test(path) && !/[<>*]|NNN/.test(path) && !existsSync(join(ROOT, path)))
      .map((path) => `${page}: ${path}`),
  )

  expect(missing).toEqual([])
})

test('every document that a source names exists, with its heading', () => {
  const broken = sources
    .filter((path) => path !== join('src', 'docs-links.test.ts'))
    .flatMap((path) =>
      [...read(path).matchAll(/\b((?:docs\/[\w/-]+|[A-Z]{4,})\.md(?:#[\w-]+)?)/g)].map((match) => [path, match[1]!] as const),
    )
    .flatMap(([path, link]) => {
      const broken = brokenLink('README.md', link)
      return broken ? [`${path} names ${link}`] : []
    })

  expect(broken).toEqual([])
})

test('the design fits into 2,000 words', () => {
  const words = (path: string) =>
    read(path)
      .split(/\s+/)
      .filter((word) => word !== '').length

  expect(words('docs/design.md')).toBeLessThanOrEqual(2000)
})

test('decisions are numbered without a gap and say their status', () => {
  const names = readdirSync(join(ROOT, 'docs/decisions')).sort()

  expect(names.map((name) => Number(name.slice(0, 3)))).toEqual(names.map((_, index) => index + 1))
  const without = names.filter((name) => !/^Status: (?:accepted|superseded by \d{3})$/m.test(read(`docs/decisions/${name}`)))
  expect(without).toEqual([])
})

test('the hint of every error names a section of docs/troubleshooting.md, which the package has', () => {
  const { files } = JSON.parse(read('package.json')) as { files: string[] }
  expect(files).toContain('docs/**/*.md')
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    const [path, anchor] = /pagekin\/(\S+)$/.exec(new PagekinError(code, 'x').hint)![1]!.split('#')
    expect(anchorsOf(read(path!)), code).toContain(anchor)
  }
})
