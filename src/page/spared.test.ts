import { expect, test } from 'vitest'
import { configure } from './config.js'
import { type VisitorsMeans, whySpared } from './spared.js'

const SPARED: readonly (readonly [VisitorsMeans, RegExp])[] = [
  [{ connection: { saveData: true, effectiveType: '4g' } }, /Save-Data/],
  [{ connection: { effectiveType: 'slow-2g' } }, /slow \(slow-2g\)/],
  [{ connection: { effectiveType: '2g' }, deviceMemory: 8 }, /slow \(2g\)/],
  [{ deviceMemory: 0.5 }, /little memory \(0.5 GiB\)/],
]
test.each(SPARED)('%j is spared the encoder', (means, why) => {
  expect(whySpared(means)).toMatch(why)
})

test.each<VisitorsMeans>([{}, { connection: {} }, { connection: { saveData: false, effectiveType: '3g' }, deviceMemory: 1 }])(
  '%j is not',
  (means) => {
    expect(whySpared(means)).toBeUndefined()
  },
)

test('a device that the site names overrules what the visitor has', () => {
  const spare = (device?: 'auto' | 'wasm' | 'off') =>
    configure({ catalog: '/c.json', ...(device && { device }) }, { assets: 'https://a.example/' }, 'https://a.example/', {
      connection: { saveData: true },
    }).engine

  expect(spare()).toMatchObject({ device: 'off', deviceReason: expect.stringContaining('Save-Data') })
  expect(spare('auto').device).toBe('off')
  expect(spare('wasm').device).toBe('wasm')
  expect(spare('off').deviceReason).toBeUndefined()
})
