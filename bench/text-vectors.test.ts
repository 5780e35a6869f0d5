import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { embedTexts } from './text-vectors.js'

test('texts embedded before come from the cache, bit for bit, in the order asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pagekin-texts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  vi.stubEnv('XDG_CACHE_HOME', folder)
  onTestFinished(() => void vi.unstubAllEnvs())

  const first = await embedTexts(['a copper kettle', 'a linen shirt', 'a copper kettle'])
  expect(first.cold.texts).toBe(2)
  const second = await embedTexts(['a linen shirt', 'a copper kettle', 'a wool scarf'])
  expect(second.cold.texts).toBe(1)
  const row = (vectors: Float32Array, i: number) => [...vectors.subarray(i * 384, (i + 1) * 384)]
  expect(row(second.vectors, 0)).toEqual(row(first.vectors, 1))
  expect(row(second.vectors, 1)).toEqual(row(first.vectors, 0))
  expect(row(first.vectors, 2)).toEqual(row(first.vectors, 0))
  expect(row(second.vectors, 2)).not.toEqual(row(first.vectors, 0))
})
