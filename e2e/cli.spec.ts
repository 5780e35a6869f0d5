import { spawn } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'

/** The built command line, in a process of its own. */

let folder = ''
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagekin-cli-'))
  writeFileSync(join(folder, 'items.json'), JSON.stringify(shopRows(400)))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The exit of `pagekin pack`: its code, or the signal that `cut` ended it by. */
function pack(
  out: string,
  catalog = 'items.json',
  cut?: { readonly signal: NodeJS.Signals; readonly afterMs: number },
): Promise<number | string> {
  const flags = ['--catalog', catalog, '--out', out, '--device', 'off', '--quiet']
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), 'pack', ...flags], { cwd: folder, stdio: 'ignore' })
  const timer = cut && setTimeout(() => child.kill(cut.signal), cut.afterMs)
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(signal ?? code ?? -1)
    })
  })
}

/** The manifest and the files that it names, as one text. */
function wholePack(out: string): string {
  const manifest = readFileSync(join(folder, out, 'manifest.json'), 'utf8')
  const names = manifest.match(/\b[0-9a-f]{16}\b/g)!
  const files = readdirSync(join(folder, out))
  for (const name of names)
    if (!manifest.includes(`"checksum":"${name}`))
      expect(
        files.some((file) => file.includes(name)),
        name,
      ).toBe(true)
  return manifest
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
  test(`a pack that ${signal} cuts is the old one or the new one, and the next run makes it whole`, { tag: '@long' }, async () => {
    expect(await pack('out')).toBe(0)
    const old = wholePack('out')
    writeFileSync(join(folder, 'other.json'), JSON.stringify(shopRows(300)))
    expect(await pack('expected', 'other.json')).toBe(0)
    const next = wholePack('expected')

    let cuts = 0
    for (let afterMs = 150; ; afterMs *= 1.4) {
      const ended = await pack('out', 'other.json', { signal, afterMs })
      expect([old, next]).toContain(wholePack('out'))
      if (ended === 0) break
      expect(ended).toBe(signal)
      cuts++
    }
    expect(cuts).toBeGreaterThan(0)
    expect(wholePack('out')).toBe(next)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(readdirSync(join(folder, 'expected')).sort())
  })
}

test('pages of a build that SIGKILL cuts are whole, with links or without, and the next run makes them all', { tag: '@long' }, async () => {
  const page = (n: number) => `<!doctype html><html lang="en"><title>Rope ${n}</title><main><h1>Rope ${n}</h1><p>Hemp.</p></main></html>`
  const names = Array.from({ length: 300 }, (_, n) => `p${n}.html`)
  mkdirSync(join(folder, 'site'))
  names.forEach((name, n) => void writeFileSync(join(folder, 'site', name), page(n)))
  const run = (afterMs?: number) => {
    const flags = ['--site', 'site', '--inject', '--device', 'off', '--quiet']
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), 'build', ...flags], { cwd: folder, stdio: 'ignore' })
    const timer = afterMs && setTimeout(() => child.kill('SIGKILL'), afterMs)
    return new Promise((resolve) => child.once('exit', (code, signal) => resolve([clearTimeout(timer), signal ?? code][1])))
  }
  const isWhole = (text: string, n: number) =>
    text === page(n) || (text.includes('end of links') && text.replace(/<!-- pagekin: links[\s\S]*end of links -->/, '') === page(n))

  let cuts = 0
  for (let afterMs = 400; ; afterMs *= 1.5) {
    const ended = await run(afterMs)
    names.forEach((name, n) => void expect(isWhole(readFileSync(join(folder, 'site', name), 'utf8'), n), name).toBe(true))
    if (ended === 0) break
    cuts++
  }
  expect(cuts).toBeGreaterThan(0)
  expect(names.filter((name) => !readFileSync(join(folder, 'site', name), 'utf8').includes('<nav'))).toEqual([])
  expect(readdirSync(join(folder, 'site/kin')).filter((name) => name.startsWith('.'))).toEqual([])
})

test('a link among the files of a pack is replaced, and what it points to stays as it is', { tag: '@long' }, async () => {
  expect(await pack('out')).toBe(0)
  const old = wholePack('out')
  writeFileSync(join(folder, 'precious'), 'mine')
  const names = readdirSync(join(folder, 'out'))
  for (const name of names) {
    rmSync(join(folder, 'out', name))
    symlinkSync(join(folder, 'precious'), join(folder, 'out', name))
  }
  symlinkSync(join(folder, 'precious'), join(folder, 'out', '.pagekin-pack.lock'))

  expect(await pack('out')).toBe(0)

  expect(wholePack('out')).toBe(old)
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine')
  expect(names.filter((name) => lstatSync(join(folder, 'out', name)).isSymbolicLink())).toEqual([])
  expect(existsSync(join(folder, 'out', '.pagekin-pack.lock'))).toBe(false)
})
