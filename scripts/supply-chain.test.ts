import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly engines?: { readonly node?: string }
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Readonly<Record<string, Locked>> }
const installed = Object.entries(lock.packages).filter(([path]) => path !== '')

/** Builds of two tools of development for other machines, of which the registry that this lockfile was made with had no copy. */
const OTHER_MACHINES = /^node_modules\/@(?:biomejs\/cli|rollup\/rollup)-[\w-]+$/

test('every package of the lockfile comes from the npm registry and has a SHA-512', () => {
  expect(installed.length).toBeGreaterThan(100)
  const registry = 'https://registry.npmjs.org/'
  const elsewhere = installed.filter(([, { resolved, link }]) => link || !(resolved ?? registry).startsWith(registry))
  const unchecked = installed
    .filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))
    .filter(([path, { dev, optional }]) => !(dev && optional && OTHER_MACHINES.test(path)))

  expect([...elsewhere, ...unchecked].map(([path]) => path)).toEqual([])
})

test('no package runs a script when it is installed, but for one that prints a warning at most', () => {
  const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)

  expect(running).toEqual(['node_modules/protobufjs'])
  const script = readFileSync('node_modules/protobufjs/scripts/postinstall.js', 'utf8')
  expect(script).not.toMatch(/https?:|require\((?!"(?:path|fs)"|path\.|pathToPkg)|child_process|fetch/)
})

test('every package of the lockfile says that it runs on Node 20.19', () => {
  const runs = (range: string) =>
    range.split('||').some((part) => {
      const [, sign, major, minor] = /^\s*(\^|~|>=?\s*)?v?(\d+|\*)(?:\.(\d+))?/.exec(part)!
      if (major === '*') return true
      const isSame = Number(major) === 20 && Number(minor ?? 0) <= 19
      return (sign?.startsWith('>') ? Number(major) < 20 || isSame : isSame) && !/<\s*(?:1?\d|20)\b/.test(part)
    })
  const other = installed.filter(([, { engines, optional }]) => !optional && engines?.node !== undefined && !runs(engines.node))

  expect(other.map(([path, { engines }]) => `${path}: ${engines!.node}`)).toEqual([])
})

test('package.json names one version of each package, and the lockfile has it', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    // one that stands beside another version of itself has a name of its own
    const exact = version.replace(/^npm:[\w-]+@/, '')
    expect(exact, name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(exact)
  }
})
