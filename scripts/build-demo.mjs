// @ts-check
/**
 * Builds demo-dist/: the shop "Fernway" and its reading room, as a static folder that works offline after one visit.
 * Runs after scripts/build.mjs; `npm run demo` does both and serves the folder.
 */
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { build, runnerImport } from 'vite'
import { generateSW } from 'workbox-build'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const at = (path) => new URL(path, root).pathname

if (!existsSync(at('dist/element.js'))) throw new Error('build-demo: dist/ is not built; run `node scripts/build.mjs` first')

/** @param {string} name @returns {Promise<Record<string, any>[]>} */
const readRows = async (name) => {
  const lines = (await readFile(at(`demo/catalog/${name}.jsonl`), 'utf8')).trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}

/**
 * The page imports the public entries of the source; the demo is to run what is published.
 * @returns {import('vite').Plugin}
 */
const publishedEntries = () => ({
  name: 'published-entries',
  enforce: 'pre',
  resolveId(source, importer) {
    if (!importer?.startsWith(at('demo/'))) return null
    if (source === '../src/index.js') return at('dist/index.js')
    return source === '../src/element/element.js' ? at('dist/element.js') : null
  },
  // the page says where kin/ is, so the copies that the bundler makes of the workers are never asked for
  generateBundle(_options, bundle) {
    for (const name of Object.keys(bundle))
      if (/(?:^|\/)(?:encoder-)?worker-[^/]*\.js$/.test(name) && !name.includes('inline')) delete bundle[name]
  },
})

/**
 * Every page has a shelf near its top: what the element fetches for one comes along with the page's own script.
 * @returns {import('vite').Plugin}
 */
const preloadedClient = () => ({
  name: 'preloaded-client',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((name) => /(?:^|\/)client-part-[^/]*\.js$/.test(name))
        .map((name) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` }, injectTo: 'head' })),
  },
})

const page = () =>
  build({
    root: at('demo'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [publishedEntries(), preloadedClient()],
    build: { target: 'es2022', outDir: at('demo-dist'), emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
  })

/** @param {string} path */
const load = async (path) => /** @type {any} */ ((await runnerImport(at(path), { configFile: false })).module)

const shop = async () => {
  const { pictureOf } = await load('demo/art/picture.ts')
  const { drawingOf } = await load('demo/art/shapes.ts')
  const rows = await readRows('shop')
  const items = await Promise.all(
    rows.map(async ({ shape, colors, ...row }) => {
      const drawing = drawingOf(row.category[0], shape)
      if (!drawing) throw new Error(`build-demo: ${row.id}: nobody drew the shape "${shape}"`)
      await writeFile(at(`demo-dist/images/${row.id}.svg`), pictureOf({ ...row, shape, colors }, drawing))
      return { ...row, url: `./?item=${row.id}`, image: `images/${row.id}.svg`, price: { value: row.price, currency: 'EUR' } }
    }),
  )
  await writeFile(at('demo-dist/shop.json'), JSON.stringify(items))
}

const papers = async () => {
  const { coverOf } = await load('demo/art/cover.ts')
  const rows = await readRows('papers')
  const items = await Promise.all(
    rows.map(async (row) => {
      const cover = coverOf(row)
      if (!cover) throw new Error(`build-demo: ${row.id}: there is no cover for the topic "${row.category.at(-1)}"`)
      await writeFile(at(`demo-dist/images/${row.id}.svg`), cover)
      return { ...row, url: `./?paper=${row.id}`, image: `images/${row.id}.svg` }
    }),
  )
  await writeFile(at('demo-dist/papers.json'), JSON.stringify(items))
}

/** What a page with the `assets` option serves beside itself. */
const assets = () =>
  Promise.all(
    ['worker.js', 'encoder-worker.js', 'formats.js', 'explore.js', 'tree.js', 'rerank.js', 'models'].map((name) =>
      cp(at(`dist/${name}`), at(`demo-dist/kin/${name}`), { recursive: true }),
    ),
  )

/** The model is not listed: the encoder keeps its files, and verifies them. */
const serviceWorker = async () => {
  const { count, size, warnings } = await generateSW({
    globDirectory: at('demo-dist'),
    globPatterns: ['index.html', 'assets/*.{js,css}', 'images/*.svg', '*.json', 'icon.svg', 'manifest.webmanifest', 'kin/*.js'],
    globIgnores: ['**/worker-inline*'],
    swDest: at('demo-dist/sw.js'),
    navigateFallback: 'index.html',
    skipWaiting: true,
    clientsClaim: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
    mode: 'production',
  })
  for (const warning of warnings) console.warn(warning)
  console.log(`build-demo: the service worker keeps ${count} files, ${(size / 1e6).toFixed(1)} MB`)
}

await page()
await mkdir(at('demo-dist/images'), { recursive: true })
await Promise.all([shop(), papers(), assets()])
await serviceWorker()
