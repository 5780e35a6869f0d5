import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { scratchFolder } from './cli.test-helper.js'
import { withLockedFolder } from './pack-folder.js'

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
