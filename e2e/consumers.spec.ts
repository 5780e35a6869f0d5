import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { startServer } from './serve.js'

/** The package as a project gets it: from the packed tarball, with each bundler's usual settings and no plugin of ours. */

test.setTimeout(240_000)

const run = promisify(execFile)
const CATALOG = JSON.stringify(['tin mug', 'tin plate', 'tin kettle'].map((title, i) => ({ id: `${i}`, title, url: `/${i}` })))
const MAIN = `import { createRecommender } from 'pagekin'
import 'pagekin/element'
document.querySelector('page-kin').recommender = createRecommender({ catalog: '/catalog.json', device: 'off' })
`
const html = (script: string) =>
  `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,"><body><page-kin item="0"></page-kin>${script}`
const bin = (name: string) => join(process.cwd(), 'node_modules/.bin', name)

/** What a project with this bundler runs, and what its page then says. Files are below `out`. */
const CONSUMERS: Readonly<Record<string, { readonly build?: readonly string[]; readonly page: string }>> = {
  esbuild: {
    build: [
      process.execPath,
      join(process.cwd(), 'node_modules/esbuild-wasm/bin/esbuild'),
      'main.js',
      '--bundle',
      '--format=esm',
      '--splitting',
      '--outdir=out',
    ],
    page: html('<script type="module" src="/main.js"></script>'),
  },
  Rollup: {
    build: [bin('rollup'), 'main.js', '--format=es', '--dir=out', '--plugin=@rollup/plugin-node-resolve'],
    page: html('<script type="module" src="/main.js"></script>'),
  },
  webpack: {
    // its hint is about the workers' text for a Blob, which a page loads only where a worker does not start
    build: [
      process.execPath,
      '--input-type=commonjs',
      '--eval',
      `require('webpack')({ mode: 'production', performance: { hints: false }, entry: './main.js', output: { path: process.cwd() + '/out' } }, (error, stats) => {
        if (error || stats.hasErrors() || stats.hasWarnings()) throw error ?? new Error(stats.toString())
      })`,
    ],
    page: html('<script defer src="/main.js"></script>'),
  },
  Vite: { build: [bin('vite'), 'build', '--outDir=out', '--logLevel=warn'], page: '' },
  'no bundler': { page: html('<script src="/kin/embed.js" data-catalog="/catalog.json" data-device="off"></script>') },
}

let folder: string
let tarball: string

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pagekin-consumers-'))
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder])
  tarball = join(folder, stdout.trim())
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, 'pagekin'), { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', join(modules, 'pagekin'), '--strip-components=1'])
  const { dependencies } = JSON.parse(await readFile(join(modules, 'pagekin/package.json'), 'utf8')) as { dependencies: object }
  const tools = ['webpack', 'rollup', '@rollup/plugin-node-resolve']
  for (const name of [...Object.keys(dependencies), ...tools]) {
    await mkdir(join(modules, name, '..'), { recursive: true })
    await symlink(join(process.cwd(), 'node_modules', name), join(modules, name))
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'main.js'), MAIN)
  await writeFile(join(folder, 'index.html'), html('<script type="module" src="/main.js"></script>'))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

for (const [name, { build, page: body }] of Object.entries(CONSUMERS)) {
  test(`the packed package has a shelf in a page of ${name}`, { tag: '@long' }, async ({ page }) => {
    await rm(join(folder, 'out'), { recursive: true, force: true })
    if (build) {
      const { stdout, stderr } = await run(build[0]!, build.slice(1), { cwd: folder })
      expect(`${stdout}${stderr}`, 'no bundler warns').not.toMatch(/warn|error/i)
    }
    const root = join(folder, build ? 'out' : 'node_modules/pagekin')
    const assets = build ? {} : await kinFiles()
    const server = await startServer({ root, files: { '/catalog.json': CATALOG, ...assets, ...(body && { '/': body }) } })
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'warning' && faults.push(message.text()))
    await page.goto(`${server.url}/`)

    await expect(page.locator('page-kin li[part=item] a')).toHaveText(['tin plate', 'tin kettle'])
    expect(faults).toEqual([])
    await server.close()
  })
}

/** What the tag and its client fetch, from the package. */
async function kinFiles(): Promise<Record<string, Buffer>> {
  const names = ['embed.js', 'client.js', 'recommender.js', 'worker.js']
  const files = names.map(async (name) => [`/kin/${name}`, await readFile(join(folder, 'node_modules/pagekin/dist', name))] as const)
  return Object.fromEntries(await Promise.all(files))
}

test('publint and attw find nothing in the packed package', { tag: '@long' }, async () => {
  const scripts = ['embed', 'worker', 'encoder-worker', 'react/styles.css', 'custom-elements.json'].map((name) => `./${name}`)
  await run(bin('publint'), ['--strict', tarball])
  await run(bin('attw'), [tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...scripts])
})
