// @ts-check
/**
 * Builds dist/: the workers, the library, the script tag, the command line, declarations, the files that pages
 * fetch (the built-in model), and what all of it is made of. `npm run build`; the demo is built on top by scripts/build-demo.mjs.
 */
import { execFileSync } from 'node:child_process'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { minify } from 'terser'
import { build, createLogger } from 'vite'
import { minifyCss, minifyTemplates } from './minify-templates.mjs'
import { reactStyles } from './react-styles.mjs'
import { sizes } from './sizes.mjs'
import { noteBundled, writeSupplyChain } from './supply-chain.mjs'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const at = (path) => new URL(path, root).pathname

/** The oldest browsers that are supported: the first with `AbortSignal.any`. e2e/built-files.spec.ts looks for newer names. */
const OLDEST_BROWSERS = ['chrome116', 'edge116', 'firefox124', 'safari17.4']

const logger = createLogger('warn')
const { warnOnce } = logger
/** This build writes these files beside the library itself; a bundler that takes the library finds them there. */
const ownScript =
  /new URL\("\.\/(?:worker|encoder-worker|formats|explore|tree|rerank)\.js", import\.meta\.url\) doesn't exist at build time/
/** @type {typeof warnOnce} */
logger.warnOnce = (message, options) => {
  if (!ownScript.test(message)) warnOnce(message, options)
}

/** @param {import('vite').InlineConfig} config */
const run = (config) =>
  build({
    root: root.pathname,
    configFile: at('vite.config.ts'),
    customLogger: logger,
    logLevel: 'warn',
    publicDir: false,
    ...config,
    plugins: [...(config.plugins ?? []), noteBundled],
    build: {
      target: OLDEST_BROWSERS,
      outDir: at('dist'),
      emptyOutDir: false,
      minify: true,
      ...config.build,
      rollupOptions: { checks: { pluginTimings: false }, ...config.build?.rollupOptions },
    },
  })

/** Lit throws while it is read where `trusted-types 'none'` forbids its policy: the page then keeps its links, and gets one warning. */
const QUIET = {
  banner: 'try{',
  footer: '}catch(thrown){try{console.warn("[pagekin usage] embed.js: this page does not let it start: "+thrown)}catch{}}',
}

/**
 * One self-contained classic script: the form of worker that starts under every bundler, CDN and policy (docs/decisions/007-worker-delivery.md).
 * @param {string} entry @param {string} fileName
 */
const script = async (entry, fileName) => {
  const isTag = fileName === 'embed.js'
  await run({
    plugins: [minifyTemplates(), hintsOfThePage(fileName)],
    build: {
      lib: { entry: at(entry), formats: ['iife'], name: 'PagekinScript', fileName: () => fileName },
      rollupOptions: { output: { codeSplitting: false, ...(isTag && QUIET) } },
    },
  })
  await tighten(fileName)
}

/**
 * What a worker throws crosses to its page as code and message, and gets its hint there: hints are left out of workers.
 * @param {string} fileName @returns {import('vite').Plugin}
 */
const hintsOfThePage = (fileName) => ({
  name: 'pagekin:hints-of-the-page',
  enforce: 'pre',
  load: (id) =>
    id === at('src/error-codes.ts') && /worker|formats|explore|tree|rerank/.test(fileName) ? "export const hintFor = () => ''" : null,
})

/**
 * The bundler's minifier leaves two per cent (gzipped) that a second one finds.
 * @param {string} fileName
 */
const tighten = async (fileName) => {
  const source = await readFile(at(`dist/${fileName}`), 'utf8')
  const { code } = await minify(source, {
    module: /^(?:client|recommender)\.js$/.test(fileName),
    ecma: 2020,
    compress: { passes: 2, pure_getters: true, unsafe_arrows: true },
  })
  await writeFile(at(`dist/${fileName}`), /** @type {string} */ (code))
}

/** Files that are built by themselves and fetched when they are needed, by whatever imports them. */
const APART = /\/worker-inline\.js$/
/** And those of client.js, which the package has as chunks of other names. */
const APART_OF_CLIENT = new Map([
  ['worker-inline', 'worker-inline'],
  ['shelf-extras', 'extras'],
  ['sha256-digest', 'sha256'],
  ['kept-neighbours', 'kept'],
  ['steering', 'steer'],
  ['facets-panel', 'facets'],
  ['guide-panel', 'guide'],
  ['topics-panel', 'topics'],
  ['map-view', 'map'],
  ['discovery', 'discover'],
  ['visitor-profile', 'profile'],
  ['privacy-panel', 'privacy'],
  ['page-cost', 'measure'],
  ['rerank-rounds', 'rounds'],
  ['more-languages', 'languages'],
])
/** @param {string} id */
const nameBeside = (id) => APART_OF_CLIENT.get(/\/([\w-]+)\.js$/.exec(id)?.[1] ?? '')
/** @param {string} id */
const beside = (id) => (nameBeside(id) ? `./${nameBeside(id)}.js` : id)

/** Vite preloads what a chunk needs, style sheets too; these need nothing. @type {import('vite').Plugin} */
const withoutPreload = {
  name: 'pagekin:without-preload',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
}

/**
 * A module for `import()`: self-contained, or with a part that is fetched later and takes what both need from it. Not by `lib`,
 * whose modules keep their whitespace.
 * @param {string} entry @param {string} fileName @param {string} [part]
 */
const standaloneModule = (entry, fileName, part) =>
  run({
    plugins: [minifyTemplates(), withoutPreload],
    build: {
      modulePreload: false,
      rollupOptions: {
        input: at(entry),
        preserveEntrySignatures: part ? 'allow-extension' : 'strict',
        external: (id) => nameBeside(id) !== undefined,
        output: { format: 'es', entryFileNames: fileName, ...(part ? { chunkFileNames: part } : { codeSplitting: false }), paths: beside },
      },
    },
  })

const workers = async () => {
  await script('src/engine/main.ts', 'worker.js')
  await script('src/encoder/main.ts', 'encoder-worker.js')
  await script('src/script-tag/numbers.ts', 'numbers.js')
  const [engine, encoder] = await Promise.all(['worker.js', 'encoder-worker.js'].map((name) => readFile(at(`dist/${name}`), 'utf8')))
  await writeFile(
    at('dist/worker-inline.js'),
    `export const engine = ${JSON.stringify(engine)}\nexport const encoder = ${JSON.stringify(encoder)}\n`,
  )
}

const library = () =>
  run({
    plugins: [minifyTemplates()],
    build: {
      lib: {
        entry: { index: at('src/index.ts'), element: at('src/element/element.ts'), react: at('src/react/index.tsx') },
        formats: ['es'],
        fileName: (_format, name) => `${name}.js`,
      },
      minify: false,
      rollupOptions: {
        external: [/^lit/, /^react/, 'birpc', APART],
        output: {
          chunkFileNames: '[name].js',
          // a bundler may drop the directive where it stands in a source
          banner: ({ name }) => (name === 'react' ? "'use client'" : ''),
          paths: beside,
        },
      },
    },
  })

const commandLine = () =>
  run({
    // whole by itself: what only the command line needs is not installed with the package
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      // plots are drawn by a chunk of their own, as large as the rest: most runs never load it
      rollupOptions: {
        input: { cli: at('src/cli/main.ts'), vite: at('src/cli/vite.ts') },
        // installed by those who use it
        external: [/^onnxruntime-web/],
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'cli-[name].js',
          banner: ({ name, isEntry }) => (isEntry && name === 'cli' ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  })

const assets = async () => {
  for (const name of ['models', 'demo.json']) await cp(at(`public/${name}`), at(`dist/${name}`), { recursive: true })
}

/** The declarations that an entry of the package reaches; the compiler writes those of all other files, too. */
const declarations = async () => {
  execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json')], { stdio: 'inherit' })
  const folder = at('dist/types')
  const reached = new Set()
  /** @param {string} file */
  const reach = async (file) => {
    if (reached.has(file)) return
    reached.add(file)
    const source = await readFile(file, 'utf8')
    const imports = [...source.matchAll(/from '(\.[^']+)\.js'|import\('(\.[^']+)\.js'\)/g)].map(([, from, inline]) => from ?? inline)
    for (const path of imports) await reach(resolve(dirname(file), `${path}.d.ts`))
  }
  const jsx = (await readdir(at('src/element/jsx'))).map((name) => `element/jsx/${name.replace('.d.ts', '')}`)
  await cp(at('src/element/jsx'), `${folder}/element/jsx`, { recursive: true })
  // a compiler asks for the types of every file that is imported, of a style sheet too
  await writeFile(`${folder}/react/styles.d.ts`, 'export {}\n')
  for (const entry of [...jsx, 'index', 'element/element', 'react/index', 'react/styles', 'cli/vite'])
    await reach(`${folder}/${entry}.d.ts`)
  for (const name of await readdir(folder, { recursive: true })) {
    const file = `${folder}/${name}`
    if (file.endsWith('.d.ts') && !reached.has(file)) await rm(file)
  }
}

await rm(at('dist'), { recursive: true, force: true })
await assets()
await workers()
await script('src/script-tag/embed.ts', 'embed.js')
await standaloneModule('src/script-tag/client.ts', 'client.js', 'recommender.js')
for (const name of ['client.js', 'recommender.js']) await tighten(name)
await standaloneModule('src/element/shelf-extras.ts', 'extras.js')
await standaloneModule('src/sha256-digest.ts', 'sha256.js')
await standaloneModule('src/store/kept-neighbours.ts', 'kept.js')
await standaloneModule('src/element/steering.ts', 'steer.js')
await standaloneModule('src/element/facets-panel.ts', 'facets.js')
await standaloneModule('src/element/guide-panel.ts', 'guide.js')
await standaloneModule('src/element/topics-panel.ts', 'topics.js')
await standaloneModule('src/element/map-view.ts', 'map.js')
await standaloneModule('src/page/discovery.ts', 'discover.js')
await standaloneModule('src/page/visitor-profile.ts', 'profile.js')
await standaloneModule('src/element/privacy-panel.ts', 'privacy.js')
await standaloneModule('src/page/page-cost.ts', 'measure.js')
await standaloneModule('src/page/rerank-rounds.ts', 'rounds.js')
await standaloneModule('src/shelf/more-languages.ts', 'languages.js')
await standaloneModule('src/engine/formats.ts', 'formats.js')
await standaloneModule('src/engine/explore.ts', 'explore.js')
await standaloneModule('src/engine/tree.ts', 'tree.js')
await standaloneModule('src/engine/rerank.ts', 'rerank.js')
await library()
await writeFile(at('dist/react.css'), minifyCss(await reactStyles()))
await commandLine()
await declarations()
writeSupplyChain(at('dist'), root.pathname)
await sizes()
