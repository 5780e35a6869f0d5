import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { startServer } from '../../e2e/serve.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { madeCatalog } from '../data/made-catalog.js'

/**
 * `npm run bench -- pagefind --items 10000 --seed 1`: what a page fetches of Pagefind's index of the texts that `npm run bench -- large`
 * packs, for the same searches and for as many exact titles: eight results each, in Chromium. Fetches Pagefind from the registry.
 */
const PAGEFIND = 'pagefind@1.4.0'
const SEARCHES = 50
const SHOWN = 8
const AT_ONCE = 256

interface Pagefind {
  createIndex(): Promise<{ readonly index: PagefindIndex }>
  close(): Promise<void>
}
interface PagefindIndex {
  addCustomRecord(record: { url: string; content: string; language: string; meta: { title: string } }): Promise<{ errors: string[] }>
  writeFiles(options: { outputPath: string }): Promise<{ errors: string[] }>
}

interface Browsers {
  readonly BROWSER_FLAGS: readonly string[]
  ensureBrowser(): string
}

const { values } = parseArgs({ options: { items: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } })
const count = Number(values.items)
const say = (what: string) => console.error(`${Math.round(performance.now() / 1000)} s: ${what}`)
const { items, texts, draw } = await madeCatalog(count, Number(values.seed), SEARCHES, say)

const INSTALLED = '.cache/pagefind'
const LIBRARY = join(INSTALLED, 'node_modules/pagefind/lib/index.js')
await mkdir(INSTALLED, { recursive: true })
if (!existsSync(LIBRARY)) await promisify(execFile)('npm', ['install', '--prefix', INSTALLED, '--no-save', PAGEFIND])
const pagefind = (await import(/* @vite-ignore */ pathToFileURL(LIBRARY).href)) as Pagefind

const folder = await mkdtemp(join(tmpdir(), 'pagekin-pagefind-'))
const begun = performance.now()
const { index } = await pagefind.createIndex()
for (let start = 0; start < count; start += AT_ONCE) {
  const added = items.slice(start, start + AT_ONCE).map((item) =>
    index.addCustomRecord({
      url: item.url!,
      content: itemFields(item)
        .map(({ text }) => text)
        .join('\n'),
      language: 'en',
      meta: { title: item.title },
    }),
  )
  for (const { errors } of await Promise.all(added)) if (errors.length > 0) throw new Error(errors.join())
}
const { errors } = await index.writeFiles({ outputPath: folder })
if (errors.length > 0) throw new Error(errors.join())
await pagefind.close()
say('indexed')

const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
const files: Record<string, Uint8Array> = {}
for (const { parentPath, name } of paths) {
  const path = join(parentPath, name)
  const bytes = readFileSync(path)
  files[`/pagefind${path.slice(folder.length)}`] = name.endsWith('.js') ? new Uint8Array(gzipSync(bytes)) : bytes
}
await rm(folder, { recursive: true })
const all = Object.values(files).reduce((sum, { length }) => sum + length, 0)
console.log(
  `${count} items, seed ${values.seed}, ${PAGEFIND}: indexed in ${((performance.now() - begun) / 1000).toFixed(0)} s; ${paths.length} files, ${(all / 1e6).toFixed(1)} MB`,
)

const titles = Array.from({ length: SEARCHES }, () => items[draw(count)]!.title)
const script = `
import * as pagefind from '/pagefind/pagefind.js'
const mark = (what) => fetch('/mark/' + what)
for (const [kind, asked] of ${JSON.stringify([
  ['texts', texts],
  ['titles', titles],
])}) {
  for (const text of asked) {
    await mark(kind)
    await pagefind.init()
    const { results } = await pagefind.search(text)
    await Promise.all(results.slice(0, ${SHOWN}).map((result) => result.data()))
    await mark(kind + '-' + Math.min(${SHOWN}, results.length))
    await pagefind.destroy()
  }
}
await mark('end')
`
const server = await startServer({
  files: {
    ...files,
    '/': `<!doctype html><html lang="en"><head><link rel="icon" href="data:,"></head><body><script type="module">${script.replaceAll('</', '<\\/')}</script></body></html>`,
  },
  headers: (path) => ({ 'cache-control': 'no-store', ...(path.endsWith('.js') && { 'content-encoding': 'gzip' }) }),
})
// not bundled: Playwright is not made for it
const { BROWSER_FLAGS, ensureBrowser } = (await import(/* @vite-ignore */ pathToFileURL('scripts/browser.mjs').href)) as Browsers
const profile = await mkdtemp(join(tmpdir(), 'pagekin-chromium-'))
const browser = spawn(ensureBrowser(), ['--headless=new', ...BROWSER_FLAGS, `--user-data-dir=${profile}`, `${server.url}/`], {
  stdio: 'ignore',
})
while (!server.requests.some(({ path }) => path === '/mark/end')) await new Promise((resolve) => setTimeout(resolve, 200))
browser.kill()

interface Fetched {
  /** WebAssembly and the list of pages: what has to be there before any search. */
  opening: number
  search: number
  files: number
}
const isOpening = (path: string) => !/\.pf_(?:index|fragment)$/.test(path)
const found = new Map<string, Fetched[]>()
let open: Fetched | undefined
let answers = 0
for (const { path, bytes } of server.requests) {
  const [, first, what = ''] = path.split('/')
  if (first !== 'mark') {
    if (!open) continue
    if (isOpening(path)) open.opening += bytes
    else {
      open.search += bytes
      open.files++
    }
  } else if (what.includes('-')) {
    answers += Number(what.split('-')[1])
    open = undefined
  } else if (what !== 'end') {
    open = { opening: 0, search: 0, files: 0 }
    found.set(what, [...(found.get(what) ?? []), open])
  }
}
const sorted = (visits: readonly Fetched[], of: keyof Fetched) => visits.map((visit) => visit[of]).sort((a, b) => a - b)
const kb = (bytes: readonly number[]) =>
  `${Math.round(bytes[bytes.length >> 1]! / 1000)} kB (nine of ten below ${Math.round(bytes[Math.floor(0.9 * bytes.length)]! / 1000)})`
for (const [kind, visits] of found) {
  const files = sorted(visits, 'files')
  console.log(
    `first search, ${kind}: ${kb(sorted(visits, 'search'))} in ${files[files.length >> 1]} files; before it, with WebAssembly and the list of pages ${kb(sorted(visits, 'opening'))}`,
  )
}
console.log(`${(answers / (2 * SEARCHES)).toFixed(1)} results a search are read`)
await server.close()
await rm(profile, { recursive: true, force: true })
