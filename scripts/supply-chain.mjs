// @ts-check
/**
 * What dist is made of: `licenses.md` and a bill of materials (`sbom.cdx.json`, CycloneDX 1.6) of the packages whose code is bundled, and
 * the hashes of the files that a page fetches (`integrity.json`, for the `integrity` of a script). Run by scripts/build.mjs.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ readonly name: string, readonly version: string, readonly license: string, readonly folder: string }} Bundled */

/** Folders below node_modules of which a build took modules. @type {Set<string>} */
const folders = new Set()

/** Notes which packages the chunks of a build have code of. @type {import('vite').Plugin} */
export const noteBundled = {
  name: 'pagekin:note-bundled',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue
      for (const id of Object.keys(chunk.modules)) {
        const folder = /^[^?]*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0]
        if (folder) folders.add(folder)
      }
    }
  },
}

/** @param {string} dist Absolute. @param {string} root Absolute. */
export function writeSupplyChain(dist, root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { name, version, license } = lock.packages['']
  const bundled = [...folders].map(packageIn).sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
  writeFileSync(join(dist, 'licenses.md'), licensesOf(bundled))
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'library', name, version, licenses: [{ expression: license }], purl: purl({ name, version }) } },
    components: bundled.map((part) => {
      const { integrity } = lock.packages[part.folder.slice(root.length)]
      return {
        type: 'library',
        name: part.name,
        version: part.version,
        purl: purl(part),
        licenses: [{ expression: part.license }],
        hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') }],
      }
    }),
  }
  writeFileSync(join(dist, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`)
  const fetched = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(?!cli[.-]|vite\.)[^/]*\.js$|\.bin$/.test(path),
  )
  const integrity = Object.fromEntries(
    fetched.sort(compare).map((path) => [
      path,
      `sha384-${createHash('sha384')
        .update(readFileSync(join(dist, path)))
        .digest('base64')}`,
    ]),
  )
  writeFileSync(join(dist, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`)
}

/** @param {string} folder @returns {Bundled} */
function packageIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { name, version, license, folder }
}

/** @param {readonly Bundled[]} bundled */
function licensesOf(bundled) {
  const parts = bundled.map(({ name, version, license, folder }) => {
    const file = readdirSync(folder).find((path) => /^licen[cs]e/i.test(path))
    return `## ${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'The package has no licence file.'}\n`
  })
  return `# Licences of bundled packages\n\n${parts.join('\n')}`
}

/** @param {{ readonly name: string, readonly version: string }} of */
function purl({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
