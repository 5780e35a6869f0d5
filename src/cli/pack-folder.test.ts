import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { neighboursOf } from '../pack/neighbours.js'
import { itemsOf } from '../pack/read-pack.js'
import { scratchFolder } from './cli.test-helper.js'
import { openPackFolder, withLockedFolder, writePackFolder } from './pack-folder.js'

const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

test('a lock that another run has just made, or takes over at the same time, is not taken from it', async () => {
  const folder = scratchFolder()
  const lock = join(folder, '.pagekin-pack.lock')
  const locked = () => withLockedFolder(folder, async () => 'written').catch((thrown) => String(thrown))

  writeFileSync(lock, '')
  const found = locked()
  await after(50)
  writeFileSync(lock, String(process.ppid))
  expect(await found).toContain(`process ${process.ppid} is writing a pack there`)

  writeFileSync(lock, '999999999')
  const stale = locked()
  await expect.poll(() => readFileSync(lock, 'utf8'), { interval: 5 }).toBe(String(process.pid))
  writeFileSync(lock, String(process.ppid))
  expect(await stale).toContain('another process is writing a pack there')
  expect(readFileSync(lock, 'utf8')).toBe(String(process.ppid))

  writeFileSync(lock, '999999999')
  expect(await locked()).toBe('written')
  expect(existsSync(lock)).toBe(false)
})

test('a link in the folder under one of our working names leads nowhere: what it points to keeps its bytes', async () => {
  const outside = join(scratchFolder(), 'secret.txt')
  writeFileSync(outside, 'kept')
  const folder = join(scratchFolder(), 'kin')
  mkdirSync(folder)
  for (const name of ['.pagekin-pack.tmp', '.pagekin-pack.begun', 'items-0.json']) symlinkSync(outside, join(folder, name))
  async function* files() {
    yield { name: 'items-0.json', part: 'items' as const, bytes: new TextEncoder().encode('[]') }
    yield { name: 'manifest.json', part: 'manifest' as const, bytes: new TextEncoder().encode('{}') }
  }
  await writePackFolder(folder, files(), undefined)

  expect(readFileSync(outside, 'utf8')).toBe('kept')
  expect(readdirSync(folder).sort()).toEqual(['items-0.json', 'manifest.json'])
  expect(lstatSync(join(folder, 'items-0.json')).isFile()).toBe(true)
  expect(readFileSync(join(folder, 'items-0.json'), 'utf8')).toBe('[]')
})

test.skipIf(!existsSync(BUILT))(
  'of runs at the same time one writes its pack whole, and the others say who is writing',
  async () => {
    const cwd = scratchFolder()
    const runs = ['pint', 'quart', 'gallon']
    for (const word of runs) {
      const items = Array.from({ length: 300 }, (_, id) => ({
        id,
        title: `Mug ${id} of a ${word}`,
        description: `It holds a ${word} of tea.`,
      }))
      writeFileSync(join(cwd, `${word}.json`), JSON.stringify(items))
    }
    const pack = async (word: string) => {
      const args = [BUILT, 'pack', '--catalog', `${word}.json`, '--device', 'off', '--out', 'kin', '--quiet']
      const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
      const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
      return { word, code, err }
    }
    for (let round = 0; round < 2; round++) {
      const ended = await Promise.all(runs.map(pack))
      const wrote = ended.filter(({ code }) => code === 0).map(({ word }) => word)
      expect(wrote.length).toBeGreaterThan(0)
      for (const { code, err } of ended)
        if (code !== 0) expect([code, err]).toEqual([1, expect.stringContaining('is writing a pack there')])

      const opened = await openPackFolder(join(cwd, 'kin'))
      const items = await itemsOf(opened)
      const [word] = wrote.filter((one) => items[0]!.title.endsWith(one))
      expect(items.map(({ title }) => title)).toEqual(items.map(({ id }) => `Mug ${id} of a ${word}`))
      for (const { id } of items) expect((await neighboursOf(opened, id))?.title).toBe(`Mug ${id} of a ${word}`)
      expect(readdirSync(join(cwd, 'kin')).filter((name) => name.startsWith('.'))).toEqual([])
    }
  },
  120_000,
)
