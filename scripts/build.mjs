// @ts-check
/**
 * Builds dist/: the workers, the library, the script tag, the command line, declarations, and the files that pages
 * fetch (runtime, built-in model). `npm run build`; the demo is built on top by scripts/build-demo.mjs.
 */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { minify } from 'terser'
import { build } from 'vite'
import packageJson from '../package.json' with { type: 'json' }
import { minifyTemplates } from './minify-templates.mjs'
import { sizes } from './sizes.mjs'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const at = (path) => new URL(path, root).pathname

/** @param {import('vite').InlineConfig} config */
const run = (config) =>
  build({
    root: root.pathname,
    configFile: at('vite.config.ts'),
    logLevel: 'warn',
    publicDir: false,
    ...config,
    build: { target: 'es2022', outDir: at('dist'), emptyOutDir: false, minify: true, ...config.build },
  })

/**
 * One self-contained classic script: the form of worker that starts under every bundler, CDN and policy (DESIGN.md 5.7).
 * @param {string} entry @param {string} fileName
 */
const script = async (entry, fileName) => {
  await run({
    plugins: [minifyTemplates(), hintsOfThePage(fileName)],
    build: {
      lib: { entry: at(entry), formats: ['iife'], name: 'PagekinScript', fileName: () => fileName },
      rollupOptions: { output: { codeSplitting: false } },
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
  load: (id) => (id === at('src/error-codes.ts') && /worker|examination/.test(fileName) ? 'export const ERROR_CODES = {}' : null),
})

/**
 * The bundler's minifier leaves two per cent (gzipped) that a second one finds.
 * @param {string} fileName
 */
const tighten = async (fileName) => {
  const source = await readFile(at(`dist/${fileName}`), 'utf8')
  const { code } = await minify(source, { ecma: 2020, compress: { passes: 2, pure_getters: true, unsafe_arrows: true } })
  await writeFile(at(`dist/${fileName}`), /** @type {string} */ (code))
}

/** Files that are built by themselves and fetched when they are needed, by whatever imports them. */
const APART = /\/worker-inline\.js$/
/** @param {string} id */
const beside = (id) => (APART.test(id) ? `./${id.split('/').at(-1)}` : id)

/**
 * One self-contained module, for `import()`. Not by `lib`, whose modules keep their whitespace.
 * @param {string} entry @param {string} fileName
 */
const standaloneModule = (entry, fileName) =>
  run({
    plugins: [minifyTemplates()],
    build: {
      modulePreload: false,
      rollupOptions: {
        input: at(entry),
        preserveEntrySignatures: 'strict',
        external: APART,
        output: { format: 'es', entryFileNames: fileName, codeSplitting: false, paths: beside },
      },
    },
  })

const workers = async () => {
  await script('src/worker/main.ts', 'worker.js')
  await script('src/worker/examination-script.ts', 'examination.js')
  await script('src/encoder/main.ts', 'encoder-worker.js')
  const [engine, examination, encoder] = await Promise.all(
    ['worker.js', 'examination.js', 'encoder-worker.js'].map((name) => readFile(at(`dist/${name}`), 'utf8')),
  )
  await writeFile(
    at('dist/worker-inline.js'),
    // a worker from a Blob may have no address to load the second from
    `export const engine = ${JSON.stringify(`${examination}\n${engine}`)}\nexport const encoder = ${JSON.stringify(encoder)}\n`,
  )
}

const library = () =>
  run({
    plugins: [minifyTemplates()],
    build: {
      lib: {
        entry: { index: at('src/index.ts'), element: at('src/widget/element.ts'), react: at('src/react/index.tsx') },
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
    // what is not installed with the package is bundled
    ssr: { noExternal: true, external: Object.keys(packageJson.dependencies), target: 'node' },
    build: {
      ssr: at('src/cli/main.ts'),
      target: 'node20',
      minify: false,
      // plots are drawn by a chunk of their own, as large as the rest: most runs never load it
      rollupOptions: {
        output: {
          entryFileNames: 'cli.js',
          chunkFileNames: 'cli-[name].js',
          banner: ({ isEntry }) => (isEntry ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  })

const assets = async () => {
  await mkdir(at('dist/runtime'), { recursive: true })
  // without their glue: that is inside encoder-worker.js
  const runtime = ['', '.jspi', '.asyncify'].map((build) => `ort-wasm-simd-threaded${build}.wasm`)
  await Promise.all([
    ...runtime.map((name) => cp(at(`node_modules/onnxruntime-web/dist/${name}`), at(`dist/runtime/${name}`))),
    cp(at('public/models'), at('dist/models'), { recursive: true }),
  ])
}

const declarations = () =>
  execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json')], { stdio: 'inherit' })

await rm(at('dist'), { recursive: true, force: true })
await assets()
await workers()
await script('src/script-tag/embed.ts', 'embed.js')
await standaloneModule('src/script-tag/client.ts', 'client.js')
await library()
await commandLine()
declarations()
await sizes()
