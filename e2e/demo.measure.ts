/** What the demo costs a visitor: `npm run bench`. Figures, no tests; `PAGEKIN_MEASURE=smoke` runs each once, shortly. */
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { withProfile } from './fixtures/profile.js'
import { startServer } from './serve.js'

const VISITS = process.env.PAGEKIN_MEASURE === 'smoke' ? 1 : 5
const CONTROL_MS = process.env.PAGEKIN_MEASURE === 'smoke' ? 2000 : 10_000
const ITEM = '&item=kd-stovetop-kettle-copper'

interface Frames {
  /** Animation frames of 50 ms or more, whoever made them long. */
  readonly long: number
  /** The longest that scripts of this page took in one of them, in ms. */
  readonly worstScriptMs: number
}

interface Watched {
  frames: { long: number; worstScriptMs: number }
  workerStarts: number[]
  firstReady: number | undefined
}

/** Runs in the page before its own scripts. */
function watch(): void {
  const watched: Watched = { frames: { long: 0, worstScriptMs: 0 }, workerStarts: [], firstReady: undefined }
  Object.assign(window, { watched })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { scripts: { duration: number }[] })[]) {
      const scriptMs = entry.scripts.reduce((sum, { duration }) => sum + duration, 0)
      if (entry.duration >= 50) watched.frames.long++
      watched.frames.worstScriptMs = Math.max(watched.frames.worstScriptMs, scriptMs)
    }
  }).observe({ type: 'long-animation-frame', buffered: true })
  const Native = window.Worker
  window.Worker = new Proxy(Native, {
    construct(target, args: [string]) {
      watched.workerStarts.push(performance.now())
      return new target(...args)
    },
  })
  document.addEventListener('kin-ready', () => {
    watched.firstReady ??= performance.now()
  })
}

const watched = (page: Page) => page.evaluate(() => (window as unknown as { watched: Watched }).watched)
const stateOf = (page: Page) => page.evaluate(() => document.querySelector('page-kin')?.recommender?.getState())

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(watch)
  await page.goto(address)
  await page.locator('page-kin a').first().waitFor()
  return page
}

/** Frames from now on: what loading cost is another figure. */
async function framesDuring(page: Page, until: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => {
    ;(window as unknown as { watched: Watched }).watched.frames = { long: 0, worstScriptMs: 0 }
  })
  await until()
  return (await watched(page)).frames
}

/** From the start of the worker to the first shelf with an answer; nothing may have been embedded for it. */
async function shelfMs(page: Page): Promise<number> {
  const { firstReady, workerStarts } = await watched(page)
  const { items, level } = (await stateOf(page))!
  expect({ embeddedThisVisit: items.embeddedThisVisit, embedded: items.embedded, level }).toEqual({
    embeddedThisVisit: 0,
    embedded: 432,
    level: 'vectors',
  })
  return Math.round(firstReady! - workerStarts[0]!)
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]

test('first visit: 432 items embedded on WASM, one thread, and the frames of the page meanwhile', async () => {
  test.setTimeout(300_000)
  const server = await startServer({ root: 'demo-dist' })
  await withProfile(async (launch) => {
    const context = await launch()
    const control = await open(context, `${server.url}/?kin-device=off&kin-storage=memory${ITEM}`)
    const without = await framesDuring(control, () => control.waitForTimeout(CONTROL_MS))
    await control.close()

    const page = await open(context, `${server.url}/?kin-device=wasm${ITEM}`)
    const lexical = await watched(page)
    const begun = Date.now()
    let embeddingSince = 0
    const frames = await framesDuring(page, () =>
      expect
        .poll(
          async () => {
            const state = await stateOf(page)
            if (state?.phase === 'embedding') embeddingSince ||= Date.now()
            return state?.items.embedded
          },
          { timeout: 240_000, intervals: [100] },
        )
        .toBe(432),
    )
    const embedMs = Date.now() - (embeddingSince || begun)
    const state = (await stateOf(page))!
    console.log(
      JSON.stringify({
        measure: 'first visit',
        device: state.device,
        firstShelfMsAfterWorkerStart: Math.round(lexical.firstReady! - lexical.workerStarts[0]!),
        items: state.items.embedded,
        embedSeconds: Math.round(embedMs / 100) / 10,
        itemsPerSecond: Math.round((state.items.embeddedThisVisit / embedMs) * 1000),
        framesOf50MsOrMore: frames.long,
        worstScriptMsInAFrame: Math.round(frames.worstScriptMs),
        control: { framesOf50MsOrMore: without.long, worstScriptMsInAFrame: Math.round(without.worstScriptMs) },
        bytes: state.bytes,
      }),
    )
    await context.close()

    const afterStart: number[] = []
    const running: number[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      const again = await launch()
      const second = await open(again, `${server.url}/?kin-device=wasm${ITEM}`)
      afterStart.push(await shelfMs(second))
      // once more in the browser that runs by now, as most second visits are
      await second.waitForTimeout(1000)
      await second.reload()
      await second.locator('page-kin a').first().waitFor()
      running.push(await shelfMs(second))
      await again.close()
    }
    console.log(
      JSON.stringify({ measure: 'second visit, browser just started', shelfMsAfterWorkerStart: median(afterStart), all: afterStart }),
    )
    console.log(JSON.stringify({ measure: 'second visit, browser running', shelfMsAfterWorkerStart: median(running), all: running }))
  })
  await server.close()
})
