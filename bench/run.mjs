// @ts-check
/**
 * Runs an entry of bench in Node: `node bench/run.mjs rows/main --json`. Bundles it with the project's own Vite
 * configuration (the kernel is AssemblyScript, the tokenizers need their aliases) into `.cache/run`, as deep below the root as
 * the folders of `src`, so that what is found beside the sources (models, runtime) is found there too.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { build } from 'vite'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const at = (path) => new URL(path, root).pathname

/**
 * The exit status of `bench/<entry>.ts`, run with these arguments.
 *
 * @param {string} entry @param {readonly string[]} args @returns {Promise<number>}
 */
export async function runBench(entry, args) {
  const source = at(`bench/${entry}.ts`)
  if (!existsSync(source)) {
    console.error(`run-bench: received ${entry}, expected a file bench/${entry}.ts`)
    return 2
  }
  // two runs at a time do not overwrite each other
  const name = `${entry.replaceAll('/', '-')}.${process.pid}.js`
  await build({
    root: root.pathname,
    configFile: at('vite.config.ts'),
    logLevel: 'error',
    publicDir: false,
    // a browser is driven by the package itself
    ssr: { noExternal: true, external: ['@playwright/test'] },
    build: {
      ssr: source,
      target: 'node20',
      outDir: at('.cache/run'),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rollupOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  })
  const built = at(`.cache/run/${name}`)
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--enable-source-maps', '--expose-gc', built, ...args], { stdio: 'inherit' })
      child.once('error', reject)
      child.once('exit', (code) => resolve(code ?? 1))
    })
  } finally {
    await Promise.all([built, `${built}.map`].map((path) => rm(path, { force: true })))
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [entry = '', ...args] = process.argv.slice(2)
  process.exitCode = await runBench(entry, args)
}
