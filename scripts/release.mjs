// @ts-check
/**
 * Releases the package: node scripts/release.mjs [--publish]. Without the flag it says what is missing and what it would run.
 * With it, it tests, publishes with provenance, and tags. npm signs the provenance with the identity of a run of continuous integration.
 * The tarball has the bill of materials, the licences and the hashes that scripts/build.mjs wrote.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Of the tarball: what a user checks a release with. */
const PAPERS = ['dist/sbom.cdx.json', 'dist/licenses.md', 'dist/integrity.json', 'LICENSE', 'NOTICE', 'CHANGELOG.md']

const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8'))
const STEPS = [
  ['npm', 'run', 'test:all'],
  ['npm', 'publish', '--provenance', '--access', 'public'],
  ['git', 'tag', `v${version}`],
]

/** @param {readonly string[]} command */
const output = ([program, ...args]) =>
  execFileSync(/** @type {string} */ (program), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** @type {{ readonly files: readonly { readonly path: string }[] }[]} */
const [tarball] = JSON.parse(output(['npm', 'pack', '--dry-run', '--json', '--ignore-scripts']))
const packed = new Set(tarball?.files.map(({ path }) => path))
const changesets = readdirSync('.changeset').filter((name) => name.endsWith('.md'))
const changelog = readFileSync('CHANGELOG.md', 'utf8')
const { ACTIONS_ID_TOKEN_REQUEST_URL, SIGSTORE_ID_TOKEN } = process.env

/** @type {readonly (readonly [holds: boolean, otherwise: string])[]} */
const CONDITIONS = [
  [output(['git', 'branch', '--show-current']).trim() === 'main', 'this is not the branch main'],
  [output(['git', 'status', '--porcelain']) === '', 'there are changes that are not committed'],
  [changesets.length === 0, `.changeset has ${changesets.join(', ')}; run npm run release:version and commit`],
  [changelog.includes(`\n## ${version}\n`), `CHANGELOG.md has no section ${version}, or calls it unreleased`],
  [repository !== undefined, 'package.json names no repository; provenance leads there'],
  [
    (ACTIONS_ID_TOKEN_REQUEST_URL ?? SIGSTORE_ID_TOKEN) !== undefined,
    'no identity to sign the provenance with; run this in continuous integration',
  ],
  ...PAPERS.map((path) => /** @type {const} */ ([packed.has(path), `the tarball has no ${path}; run npm run build`])),
]

const missing = CONDITIONS.filter(([holds]) => !holds).map(([, otherwise]) => otherwise)
for (const line of missing) console.log(`missing: ${line}`)
if (!process.argv.includes('--publish')) {
  for (const step of STEPS) console.log(`would run: ${step.join(' ')}`)
} else if (missing.length > 0) {
  process.exit(1)
} else {
  for (const [program, ...args] of STEPS) execFileSync(/** @type {string} */ (program), args, { stdio: 'inherit' })
}
