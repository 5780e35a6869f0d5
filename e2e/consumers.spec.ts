import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
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
    const faults = listen(page)
    await page.goto(`${server.url}/`)

    await expect(page.locator('page-kin li[part=item] a')).toHaveText(['tin plate', 'tin kettle'])
    expect(faults).toEqual([])
    await server.close()
  })
}

/** What a page complains of. */
function listen(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => /warning|error/.test(message.type()) && faults.push(message.text()))
  return faults
}

/** What the tag and its client fetch, from the package. */
async function kinFiles(): Promise<Record<string, Buffer>> {
  const names = ['embed.js', 'client.js', 'extras.js', 'kept.js', 'recommender.js', 'worker.js']
  const files = names.map(async (name) => [`/kin/${name}`, await readFile(join(folder, 'node_modules/pagekin/dist', name))] as const)
  return Object.fromEntries(await Promise.all(files))
}

test('publint and attw find nothing in the packed package', { tag: '@long' }, async () => {
  const scripts = ['embed', 'worker', 'encoder-worker', 'react/styles.css', 'custom-elements.json'].map((name) => `./${name}`)
  await run(bin('publint'), ['--strict', tarball])
  await run(bin('attw'), [tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...scripts])
})

/** What projects of Astro, Next and Parcel need, from the registry: installed for these tests only, with 500 MB of compilers. */
const PROJECT = {
  private: true,
  type: 'module',
  dependencies: { astro: '5.9.4', next: '16.4.6', parcel: '2.16.4', react: '19.3.1', 'react-dom': '19.3.1' },
  // no page here has pictures to be made smaller
  overrides: { sharp: 'npm:empty-npm-package@1.0.0' },
  '@parcel/resolver-default': { packageExports: true },
}

/** Without the test runner's NODE_ENV, which Next warns about. */
const ENVIRONMENT = { ...process.env, NODE_ENV: undefined, NEXT_TELEMETRY_DISABLED: '1' } as unknown as NodeJS.ProcessEnv

test.describe('installed with their frameworks', { tag: '@long' }, () => {
  test.setTimeout(900_000)
  let project: string

  test.beforeAll(async () => {
    project = join(folder, 'project')
    await mkdir(project)
    await writeFile(join(project, 'package.json'), JSON.stringify(PROJECT))
    await run('npm', ['install', '--ignore-scripts', '--no-package-lock', tarball], { cwd: project })
    await cp('examples/next', project, { recursive: true })
    await mkdir(join(project, 'public'))
    await cp('examples/catalog.json', join(project, 'public/catalog.json'))
    await writeFile(join(project, 'public/favicon.ico'), '')
    await run('npx', ['pagekin', 'assets', 'copy', 'public/kin'], { cwd: project })
    await mkdir(join(project, 'app/bundled'))
    const source = await readFile('examples/next/app/page.jsx', 'utf8')
    await writeFile(join(project, 'app/bundled/page.jsx'), source.replace('assets="/kin/"', 'device="off"'))
  })

  test('the packed package has a shelf in a page of Parcel, which is told to read `exports`', async ({ page }) => {
    await mkdir(join(project, 'parcel'))
    await writeFile(join(project, 'parcel/main.js'), MAIN)
    await writeFile(join(project, 'parcel/index.html'), html('<script type="module" src="./main.js"></script>'))
    const { stdout, stderr } = await run('npx', ['parcel', 'build', 'parcel/index.html', '--dist-dir', 'out', '--no-cache'], {
      cwd: project,
    })
    expect(`${stdout}${stderr}`, 'no bundler warns').not.toMatch(/^(?!npm ).*(?:warn|error)/im)
    const server = await startServer({ root: join(project, 'out'), files: { '/catalog.json': CATALOG } })
    const faults = listen(page)
    await page.goto(`${server.url}/`)

    await expect(page.locator('page-kin li[part=item] a')).toHaveText(['tin plate', 'tin kettle'])
    expect(faults).toEqual([])
    await server.close()
  })

  test('the recipe for Astro links the pages of its site', async () => {
    const names = ['mugs', 'plates', 'tents']
    await mkdir(join(project, 'astro/src/pages'), { recursive: true })
    for (const name of names) {
      const text = `<html lang="en"><head><title>${name}</title></head><body><main><h1>${name}</h1><p>All about ${name}.</p></main></body></html>`
      await writeFile(join(project, `astro/src/pages/${name}.astro`), text)
    }
    const env = { ...ENVIRONMENT, ASTRO_TELEMETRY_DISABLED: '1' }
    await run('npx', ['astro', 'build', '--root', 'astro'], { cwd: project, env })
    await run('npx', ['pagekin', 'build', '--site', 'astro/dist', '--inject'], { cwd: project })

    for (const name of names) {
      const html = await readFile(join(project, `astro/dist/${name}/index.html`), 'utf8')
      const others = names.filter((other) => other !== name).map((other) => `/${other}/`)
      expect([...html.matchAll(/<li><a href="([^"]+)"/g)].map((match) => match[1]).sort()).toEqual(others)
    }
  })

  for (const bundler of ['turbopack', 'webpack']) {
    test(`Next with ${bundler} writes the shelf on the server, and its pages take it over without a warning`, async ({ page, request }) => {
      const { stdout, stderr } = await run('npx', ['next', 'build', `--${bundler}`], { cwd: project, env: ENVIRONMENT })
      expect(`${stdout}${stderr}`, 'no bundler warns').not.toMatch(/^(?!npm ).*(?:warn|error)/im)
      await using server = await next('start')
      const faults = listen(page)

      for (const path of ['/', '/bundled']) {
        expect(await (await request.get(`${server.url}${path}`)).text(), 'for crawlers').toContain('Folding gas stove')
        await shelfOf(page, `${server.url}${path}`)
      }
      expect(faults).toEqual([])
    })

    test(`under StrictMode, Next with ${bundler} starts each worker once`, async ({ page }) => {
      await using server = await next('dev', `--${bundler}`)
      const faults = listen(page)
      const workers: string[] = []
      page.on('worker', (worker) => workers.push(new URL(worker.url()).pathname))
      await shelfOf(page, `${server.url}/`)

      await expect.poll(() => workers).toContain('/kin/encoder-worker.js')
      expect(workers).toEqual(['/kin/worker.js', '/kin/encoder-worker.js'])
      expect(faults).toEqual([])
    })
  }

  /** Opens a page of Next: the server's cards, then those of the browser. Cards in view would keep their place: none is in view. */
  async function shelfOf(page: Page, address: string): Promise<void> {
    await page.setViewportSize({ width: 1280, height: 50 })
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'You may also like' })).toBeVisible()
    await expect(page.locator('.kin-title', { hasText: 'Candle lantern' })).toBeVisible()
    await expect(page.locator('.kin-title')).toHaveCount(4)
  }

  /** A server of Next on a free port, until the test ends. */
  async function next(...args: readonly string[]) {
    const server = spawn(process.execPath, ['node_modules/next/dist/bin/next', ...args, '--port', '0'], {
      cwd: project,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of server.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      const [url] = /http:\/\/localhost:\d+/.exec(line) ?? []
      if (url) {
        server.stdout.resume()
        return {
          url,
          async [Symbol.asyncDispose]() {
            server.kill()
            await once(server, 'exit')
          },
        }
      }
    }
    throw new Error(`next ${args.join(' ')}: it ended without an address`)
  }
})
