import { afterEach, expect, test, vi } from 'vitest'
import { deleteCachedFiles } from './model-cache.js'

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['there is none', undefined],
  ['it is denied', { delete: () => Promise.reject(new DOMException('denied', 'SecurityError')) }],
])('without a cache (%s) there are no model files to delete', async (_name, caches) => {
  vi.stubGlobal('caches', caches)
  await expect(deleteCachedFiles(true)).resolves.toBeUndefined()
})

test('model files that could not be deleted are not called deleted', async () => {
  vi.stubGlobal('caches', { delete: () => Promise.reject(new DOMException('the disk is gone', 'UnknownError')) })
  await expect(deleteCachedFiles(true)).rejects.toMatchObject({
    code: 'storage-blocked',
    message: expect.stringContaining('the disk is gone'),
  })
})
