import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, scratchFolder } from './cli.test-helper.js'
import { writeOutput, writeText } from './output-file.js'

test('a file appears whole: what was there stays until all is written, and where writing fails', async () => {
  const folder = scratchFolder()
  const path = join(folder, 'out')
  writeFileSync(path, 'before')
  await expect(
    writeOutput('--output', path, folder, async (append) => {
      await append('half of')
      expect(readFileSync(path, 'utf8')).toBe('before')
      throw new Error('cut')
    }),
  ).rejects.toThrow('cut')
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['out'], 'before'])

  await writeOutput('--output', path, folder, async (append) => {
    await append(Uint8Array.of(97, 98))
    await append('c')
  })
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['out'], 'abc'])
})

test('a link is followed: it stays a link, and its file has the text', async () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'file'), 'before')
  symlinkSync('file', join(folder, 'link'))
  await writeText('--output', 'link', folder, 'after')

  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('after')
})

test.skipIf(!existsSync('/dev/full'))('a device is written to, never replaced, and a full one is an error', async () => {
  await expect(writeText('--output', '/dev/full', '/', 'text')).rejects.toThrow(/--output \/dev\/full: cannot be written .*ENOSPC/)
  await writeText('--output', '/dev/null', '/', 'text')

  expect([lstatSync('/dev/full').isCharacterDevice(), lstatSync('/dev/null').isCharacterDevice()]).toEqual([true, true])
})

test.skipIf(!existsSync('/dev/full'))('a command whose output finds no room ends with 1', async () => {
  const catalog = '[{"id":"a","title":"Mug"}]'
  const files = { 'shop.json': catalog, 'enrich.mjs': 'export const enrich = () => "cup"' }
  const { code, err } = await cli(['enrich', '--catalog', 'shop.json', '--with', './enrich.mjs', '--output', '/dev/full', '--quiet'], {
    files,
  })

  expect([code, err]).toEqual([1, expect.stringContaining('cannot be written')])
})
