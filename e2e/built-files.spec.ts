import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { PAGE_SCRIPTS } from './fixtures/assets.js'

/** Hosts that serve files to pages. A page that loads one of ours must ask none of them unasked. */
const FOREIGN = /https?:\/\/[\w.-]*(?:huggingface\.co|jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|googleapis\.com|gstatic\.com|hf\.co)/g
/** Named once, in the option `encoder`: it is asked only when a site names a model there by its id. */
const HUB = 'https://huggingface.co'
/** Runs in pages, as opposed to the command line. */
const IN_PAGES = /\.js$/
/** The command line and the Vite plugin, with their common parts. */
const COMMAND_LINE = /^(?:cli[.-].*|vite\.)js$/

test('no built file names a host that serves files, but for the hub that `encoder` may name', () => {
  expect(existsSync('dist/embed.js'), 'run `npm run build` first').toBe(true)
  const files = readdirSync('dist').filter((name) => IN_PAGES.test(name) && !COMMAND_LINE.test(name))
  expect(files).toEqual(expect.arrayContaining(['embed.js', 'worker.js', 'encoder-worker.js', 'index.js', 'element.js', 'react.js']))

  const named = files.flatMap((name) => [...readFileSync(`dist/${name}`, 'utf8').matchAll(FOREIGN)].map(([host]) => ({ name, host })))

  expect(named.filter(({ host }) => host !== HUB)).toEqual([])
  const times = (part: string) => named.filter(({ name }) => name.includes(part)).length
  expect(times('worker')).toBe(0)
  expect(named.length).toBeLessThanOrEqual(3)
})

test('no built file of a page calls what the oldest supported browsers lack', () => {
  const newer = /\b(?:URL\.canParse|Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.try|RegExp\.escape|Uint8Array\.fromBase64)\b/g

  const found = PAGE_SCRIPTS.flatMap((name) => readFileSync(`dist/${name}`, 'utf8').match(newer) ?? [])

  expect(found).toEqual([])
})

test('the files that draw the shelf carry no indentation of their templates', () => {
  const indented = ['embed.js', 'client.js'].filter((name) => /\n {2,}/.test(readFileSync(`dist/${name}`, 'utf8')))

  expect(indented).toEqual([])
})

test('the built command line needs nothing but what the package depends on', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  const source = readdirSync('dist')
    .filter((name) => COMMAND_LINE.test(name))
    .map((name) => readFileSync(`dist/${name}`, 'utf8'))
    .join('\n')
  const imported = [...source.matchAll(/^import\b[^'"\n]*['"]([^'"\n]+)['"];?$/gm)].map((match) => match[1]!)

  const packages = imported
    .filter((name) => !name.startsWith('node:') && !name.startsWith('.'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )

  expect(packages.filter((name) => !(name in dependencies) && !isBuiltin(name))).toEqual([])
})

test('every bundled package is in NOTICE, with its licence, and in the bill of materials as the lockfile has it', () => {
  const { bomFormat, components } = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8')) as {
    readonly bomFormat: string
    readonly components: readonly { name: string; version: string; licenses: { expression: string }[]; hashes: { content: string }[] }[]
  }
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; integrity: string }>
  }
  const integrities = new Set(
    Object.entries(locked.packages).map(
      ([path, { version, integrity }]) => `${path.split('node_modules/').at(-1)} ${version} ${integrity}`,
    ),
  )
  const notice = readFileSync('NOTICE', 'utf8')
  const licenses = readFileSync('dist/licenses.md', 'utf8')

  expect(bomFormat).toBe('CycloneDX')
  expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['lit', 'birpc', 'idb', 'papaparse']))
  for (const { name, version, licenses: given, hashes } of components) {
    const [{ expression }, { content }] = [given[0]!, hashes[0]!]
    expect(integrities, name).toContain(`${name} ${version} sha512-${Buffer.from(content, 'hex').toString('base64')}`)
    expect(notice, 'NOTICE').toMatch(new RegExp(`(?<![\\w/-])${name}(?![\\w/-])`))
    expect(notice, name).toContain(expression.replace('Apache-2.0', 'Apache License'))
    expect(licenses).toContain(`## ${name} ${version} (${expression})`)
  }
})

test('integrity.json has the hash of each file that a page fetches by its address', () => {
  const hashes = JSON.parse(readFileSync('dist/integrity.json', 'utf8')) as Record<string, string>

  const scripts = readdirSync('dist').filter((name) => name.endsWith('.js') && !COMMAND_LINE.test(name))
  expect(Object.keys(hashes)).toEqual(expect.arrayContaining([...scripts, 'models/pagekin-mini-v2/encoder.bin']))
  for (const [name, hash] of Object.entries(hashes)) {
    expect(hash, name).toBe(
      `sha384-${createHash('sha384')
        .update(readFileSync(`dist/${name}`))
        .digest('base64')}`,
    )
  }
})

test('a page that names the hash of the tag gets it, and a changed tag does not run', async ({ page }) => {
  const { 'embed.js': integrity } = JSON.parse(readFileSync('dist/integrity.json', 'utf8')) as Record<string, string>
  const script = readFileSync('dist/embed.js', 'utf8')
  for (const [body, runs] of [
    [script, true],
    [`${script} `, false],
  ] as const) {
    await page.route('http://shop.test/**', (route) =>
      route.fulfill(
        route.request().url().endsWith('embed.js')
          ? { body, contentType: 'text/javascript' }
          : { body: `<!doctype html><script src="/embed.js" integrity="${integrity}"></script>`, contentType: 'text/html' },
      ),
    )
    await page.goto('http://shop.test/')
    expect(await page.evaluate(() => customElements.get('page-kin') !== undefined)).toBe(runs)
    await page.unroute('http://shop.test/**')
  }
})

test('assets copy brings every script that the scripts of a page name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pagekin-assets-'))
  execFileSync(process.execPath, ['dist/cli.js', 'assets', 'copy', folder])
  const copied = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const named = copied.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/["'`](?:\.\/)?([a-z-]+\.js)["'`]/g)].map((match) => match[1]!),
  )

  expect(copied).toContain('embed.js')
  expect([...new Set(named)].filter((name) => !copied.includes(name))).toEqual([])
  rmSync(folder, { recursive: true })
})

test('a release carries its papers, and nothing is published without an identity to sign it', () => {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: _, SIGSTORE_ID_TOKEN: __, ...env } = process.env
  const release = (...flags: string[]) => spawnSync(process.execPath, ['scripts/release.mjs', ...flags], { encoding: 'utf8', env })
  const said = release()

  expect(said.status).toBe(0)
  expect(said.stdout).toContain('would run: npm publish --provenance --access public')
  expect(said.stdout).not.toContain('the tarball has no')
  const refused = release('--publish')
  expect(refused.status).toBe(1)
  expect(refused.stdout).toContain('missing: no identity')
})
