/** `npm run bench -- map`: what it says is in bench/tables/map.ts. */
import { expect, test } from '@playwright/test'
import { serveShop, shopPage } from '../../e2e/fixtures/shop-page.js'
import { mulberry32 } from '../../src/vectors/random.js'

const ITEMS = 10_000
const FRAMES = 180

/** Titles of two words of 300, of which the first stands with few of the second. */
function catalog(): object[] {
  const random = mulberry32(1)
  return Array.from({ length: ITEMS }, (_, n) => {
    const kind = Math.floor(random() ** 2 * 300)
    return { id: `${n}`, title: `w${(kind * 7 + Math.floor(random() * 12)) % 300}a k${kind}b`, url: `/p/${n}` }
  })
}

test('frames of a map', async ({ page }) => {
  test.skip(process.env.PAGEKIN_MEASURE !== 'map')
  test.setTimeout(600_000)
  const tag = '<script async src="/embed.js" data-discover="off"></script>'
  const server = await serveShop({
    '/': shopPage('', `<page-kin-topics view="map" catalog="/catalog.json" device="off"></page-kin-topics>${tag}`),
    '/catalog.json': JSON.stringify(catalog()),
  })
  await page.setViewportSize({ width: 1200, height: 900 })
  await page.goto(`${server.url}/`)
  await expect(page.getByRole('img', { name: `: ${ITEMS}` })).toBeVisible({ timeout: 300_000 })
  const told = await page.locator('canvas').evaluate(async (canvas, frames) => {
    const native = requestAnimationFrame
    let painted = 0
    window.requestAnimationFrame = (callback) =>
      native((now) => {
        const before = performance.now()
        callback(now)
        painted += performance.now() - before
      })
    canvas.setPointerCapture = () => undefined
    const { left, top } = canvas.getBoundingClientRect()
    const at = (x: number, y: number) => ({ bubbles: true, cancelable: true, clientX: left + x, clientY: top + y })
    const pointer = (type: string, x: number, y: number) =>
      canvas.dispatchEvent(new PointerEvent(type, { ...at(x, y), pointerId: 1, pointerType: 'mouse', button: 0 }))
    const wheel = (deltaY: number) => canvas.dispatchEvent(new WheelEvent('wheel', { ...at(400, 300), ctrlKey: true, deltaY }))
    const run = async (act: (frame: number) => void) => {
      const gaps: number[] = []
      const scripts: number[] = []
      let last = await new Promise(native)
      for (let frame = 0; frame < frames; frame++) {
        painted = 0
        act(frame)
        const now = await new Promise(native)
        gaps.push(now - last)
        scripts.push(painted)
        last = now
      }
      const share = (of: number[], part: number) => Math.round(of.sort((a, b) => a - b)[Math.floor(part * (frames - 1))]! * 10) / 10
      return {
        frame: { median: share(gaps, 0.5), p95: share(gaps, 0.95) },
        script: { median: share(scripts, 0.5), p95: share(scripts, 0.95), longest: share(scripts, 1) },
      }
    }
    const still = await run(() => undefined)
    const zoomed = await run((frame) => wheel(frame < frames / 2 ? -2 : 2))
    for (let step = 0; step < 8; step++) wheel(-6)
    pointer('pointerdown', 400, 300)
    const moved = await run((frame) => pointer('pointermove', 400 + 120 * Math.sin(frame / 20), 300 + 120 * Math.cos(frame / 20)))
    return { still, zoomed, moved }
  }, FRAMES)
  for (const [name, figures] of Object.entries(told)) console.log(`${name}: ${JSON.stringify(figures)} (ms)`)
  await server.close()
})
