import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { itemsOf } from '../pack/read-pack.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { openPackFolder } from './pack-folder.js'

/** A folder of its own file system, of so many kilobytes; undefined where this process may not mount one. */
function smallDisk(kilobytes: number): string | undefined {
  const folder = scratchFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status !== 0) return undefined
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return folder
}

const catalogOf = (items: number, words: string) =>
  JSON.stringify(Array.from({ length: items }, (_, i) => ({ id: `${i}`, title: `Mug ${i}`, description: `${words} ${i}. `.repeat(20) })))

describe('a disk that fills', () => {
  test('leaves enrich its input, which it was to replace', async (context) => {
    const cwd = smallDisk(64)
    if (!cwd) return context.skip()
    const catalog = catalogOf(40, 'It holds a pint of tea')
    const files = { 'shop.json': catalog, 'enrich.mjs': 'export const enrich = () => "cup ".repeat(500)' }
    const args = ['enrich', '--catalog', 'shop.json', '--with', './enrich.mjs', '--output', 'shop.json', '--quiet']
    const { code, err } = await cli(args, { cwd, files })

    expect([code, err]).toEqual([1, expect.stringMatching(/--output shop\.json: cannot be written .*ENOSPC/)])
    expect(readFileSync(join(cwd, 'shop.json'), 'utf8')).toBe(catalog)
    expect(readdirSync(cwd).sort()).toEqual(['enrich.mjs', 'shop.json'])
  })

  test('leaves no vectors of embed, and its exit code is 1', async (context) => {
    const cwd = smallDisk(32)
    if (!cwd) return context.skip()
    const stdin = Array.from({ length: 24 }, (_, i) => `{"text":"mug ${i}"}\n`).join('')
    const { code, err } = await cli(['embed', '--input', '-', '--output', 'v.f32', '--quiet'], { cwd, stdin })

    expect([code, err]).toEqual([1, expect.stringMatching(/--output v\.f32: cannot be written .*ENOSPC/)])
    expect(readdirSync(cwd)).toEqual([])
  }, 60_000)

  test('leaves embed --stream whole lines, with which it goes on once there is room', async (context) => {
    const cwd = smallDisk(32)
    if (!cwd) return context.skip()
    const filler = join(cwd, 'filler')
    writeFileSync(filler, new Uint8Array(20_000))
    const stdin = Array.from({ length: 12 }, (_, i) => `{"id":"${i}","title":"mug ${i}"}\n`).join('')
    const args = ['embed', '--stream', '--codes', '--output', 'v.jsonl', '--quiet']
    const full = await cli(args, { cwd, stdin })
    expect([full.code, full.err]).toEqual([0, ''])
    const whole = readFileSync(join(cwd, 'v.jsonl'), 'utf8')
    execFileSync('rm', [join(cwd, 'v.jsonl')])

    writeFileSync(filler, new Uint8Array(28_000))
    expect((await cli(args, { cwd, stdin })).code).toBe(1)
    writeFileSync(filler, '')
    expect((await cli(args, { cwd, stdin })).code).toBe(0)
    expect(readFileSync(join(cwd, 'v.jsonl'), 'utf8')).toBe(whole)
  }, 60_000)

  test('leaves the pack that was there', async (context) => {
    const cwd = smallDisk(128)
    if (!cwd) return context.skip()
    const catalogs = scratchFolder()
    writeFileSync(join(catalogs, 'small.json'), catalogOf(30, 'It holds a pint of tea'))
    writeFileSync(join(catalogs, 'large.json'), catalogOf(300, 'It holds a quart of milk'))
    const pack = (name: string) => cli(['pack', '--catalog', join(catalogs, name), '--device', 'off', '--out', 'kin', '--quiet'], { cwd })
    mkdirSync(join(cwd, 'kin'))
    expect((await pack('small.json')).code).toBe(0)
    const before = readdirSync(join(cwd, 'kin')).sort()
    const { code, err } = await pack('large.json')

    expect([code, err]).toEqual([1, expect.stringMatching(/--out .*kin: cannot be written .*ENOSPC/)])
    const items = await itemsOf(await openPackFolder(join(cwd, 'kin')))
    expect(items.map(({ description }) => description?.includes('pint'))).toEqual(Array(30).fill(true))

    expect((await pack('small.json')).code).toBe(0)
    expect(readdirSync(join(cwd, 'kin')).sort(), 'what the cut run wrote is gone').toEqual(before)
  })
})
