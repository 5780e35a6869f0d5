import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { neighboursOf } from '../pack/neighbours.js'
import { itemsOf } from '../pack/read-pack.js'
import { cli, scratchFolder } from './cli.test-helper.js'
import { openPackFolder, withLockedFolder, writePackFolder } from './pack-folder.js'

/** Whether a test may start processes that count their own numbers, as a container does. */
const HAS_CONTAINERS = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0
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
  await expect.poll(() => readFileSync(lock, 'utf8'), { interval: 5 }).toMatch(new RegExp(`^${process.pid}\\b`))
  writeFileSync(lock, String(process.ppid))
  expect(await stale).toContain('another process is writing a pack there')
  expect(readFileSync(lock, 'utf8')).toBe(String(process.ppid))

  writeFileSync(lock, '999999999')
  expect(await locked()).toBe('written')
  expect(existsSync(lock)).toBe(false)
})

test('a link in the folder under our working name leads nowhere: what it points to keeps its bytes', async () => {
  const outside = join(scratchFolder(), 'secret.txt')
  writeFileSync(outside, 'kept')
  const folder = join(scratchFolder(), 'kin')
  mkdirSync(folder)
  for (const name of ['.pagekin-pack.tmp', 'items-0.json']) symlinkSync(outside, join(folder, name))
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

/** A run that holds the folder `kin` until its standard input ends. */
async function holder(cwd: string, command: readonly string[] = []) {
  const args = [...command, process.execPath, BUILT, 'pack', '--catalog', '-', '--device', 'off', '--out', 'kin', '--quiet']
  const child = spawn(args[0]!, args.slice(1), { cwd, stdio: ['pipe', 'ignore', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lock = join(cwd, 'kin', '.pagekin-pack.lock')
  await expect.poll(() => existsSync(lock) && readFileSync(lock, 'utf8'), { timeout: 20_000 }).toMatch(/^\d/)
  return {
    child,
    lock: readFileSync(lock, 'utf8'),
    async goOn() {
      child.stdin.end(JSON.stringify([{ id: 'mug', title: 'Enamel mug' }]))
      return [(await once(child, 'exit'))[0], await text(child.stderr)]
    },
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

test.skipIf(!existsSync(BUILT))('the lock of a killed run is taken over where a process started since has its number', async () => {
  const cwd = scratchFolder()
  const folder = join(cwd, 'kin')
  const killed = await holder(cwd)
  await killed.kill()
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  onTestFinished(() => void other.kill())
  writeFileSync(join(folder, '.pagekin-pack.lock'), killed.lock.replace(/^\d+/, String(other.pid)))

  expect(await withLockedFolder(folder, async () => 'written')).toBe('written')
  expect(readdirSync(folder)).toEqual([])
})

test.skipIf(!existsSync(BUILT) || !HAS_CONTAINERS)(
  'a run in a container that was started again takes over the lock of the killed one, which had its number',
  async () => {
    const cwd = scratchFolder()
    const container = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child']
    const killed = await holder(cwd, container)
    await killed.kill()
    expect(killed.lock).toMatch(/^1 /)

    const args = [...container, process.execPath, BUILT, 'pack', '--catalog', '-', '--device', 'off', '--out', 'kin', '--quiet']
    const again = spawnSync(args[0]!, args.slice(1), { cwd, input: JSON.stringify([{ id: 'mug', title: 'Enamel mug' }]) })
    expect([again.status, String(again.stderr)]).toEqual([0, ''])
    expect((await itemsOf(await openPackFolder(join(cwd, 'kin')))).map(({ id }) => id)).toEqual(['mug'])
  },
  60_000,
)

test.skipIf(!existsSync(BUILT) || process.platform === 'win32')('a run that is stopped for a while keeps its lock', async () => {
  const cwd = scratchFolder()
  const stopped = await holder(cwd)
  stopped.child.kill('SIGSTOP')
  const second = withLockedFolder(join(cwd, 'kin'), async () => 'written')
  await expect(second).rejects.toThrow(`process ${stopped.child.pid} is writing a pack there`)
  stopped.child.kill('SIGCONT')

  expect(await stopped.goOn()).toEqual([0, ''])
  expect((await itemsOf(await openPackFolder(join(cwd, 'kin')))).map(({ id }) => id)).toEqual(['mug'])
  expect(existsSync(join(cwd, 'kin', '.pagekin-pack.lock'))).toBe(false)
})

test.skipIf(process.platform === 'win32')('a lock that another run takes over while the system is asked is not taken from it', async () => {
  const bin = scratchFolder()
  // as slow as powershell
  writeFileSync(join(bin, 'ps'), '#!/bin/sh\n/bin/sleep 0.5\necho now\n')
  chmodSync(join(bin, 'ps'), 0o755)
  const { PATH } = process.env
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
  onTestFinished(() => {
    process.env.PATH = PATH
    Object.defineProperty(process, 'platform', platform)
  })
  process.env.PATH = bin
  Object.defineProperty(process, 'platform', { value: 'darwin' })
  const folder = scratchFolder()
  const lock = join(folder, '.pagekin-pack.lock')
  // of a killed run, whose number is another process's by now
  writeFileSync(lock, `${process.ppid} earlier`)
  const found = withLockedFolder(folder, async () => 'written').catch((thrown) => String(thrown))
  await after(800)
  // the other was faster, and is past its own check
  writeFileSync(lock, `${process.ppid} now`)

  expect(await found).toContain('is writing a pack there')
  expect(readFileSync(lock, 'utf8')).toBe(`${process.ppid} now`)
})

test.each(['.pagekin-pack.lock', '.pagekin-pack.tmp', 'manifest.json'])(
  'a folder in the place of %s ends the run with 1 and is named',
  async (name) => {
    const cwd = scratchFolder()
    mkdirSync(join(cwd, 'kin', name), { recursive: true })
    const { code, err } = await cli(['pack', '--catalog', '-', '--device', 'off', '--out', 'kin', '--quiet', '--no-cache'], {
      cwd,
      stdin: JSON.stringify([{ id: 'mug', title: 'Enamel mug' }]),
    })

    const folder = join(cwd, 'kin')
    expect({ code, err: err.split('\n')[0] }).toEqual({
      code: 1,
      err: `[pagekin usage] --out ${folder}: cannot be written: ${join(folder, name)} is a folder, expected a file or nothing. Move it away`,
    })
  },
)

test('a file in the place of the folder, and a folder in the place of the catalog, are named', async () => {
  const files = { kin: '', 'items.json': '[{"id":"mug","title":"Enamel mug"}]' }
  const cwd = scratchFolder()
  const into = await cli(['pack', '--catalog', 'items.json', '--device', 'off', '--out', 'kin', '--no-cache'], { cwd, files })
  expect(into).toMatchObject({ code: 1, err: expect.stringContaining('kin is a file, expected a folder or nothing. Move it away') })
  const from = await cli(['pack', '--catalog', '.', '--device', 'off', '--out', 'there', '--no-cache'], { cwd })
  expect(from).toMatchObject({ code: 1, err: expect.stringContaining('[pagekin usage] .: received a folder, expected a file') })
})
