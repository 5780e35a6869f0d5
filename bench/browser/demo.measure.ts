/** What the demo costs a visitor: `npm run bench`. Figures, no tests; `PAGEKIN_MEASURE=smoke` runs each once, shortly. */
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { withProfile } from '../../e2e/fixtures/profile.js'
import { startServer } from '../../e2e/serve.js'

const VISITS = process.env.PAGEKIN_MEASURE === 'smoke' ? 1 : 5
const CONTROL_MS = process.env.PAGEKIN_MEASURE === 'smoke' ? 2000 : 10_000
const UNTOUCHED_MS = 1500
const ITEM = '&item=kd-stovetop-kettle-copper'

interface Frames {
  /** Animation frames of 50 ms or more, whoever made them long. */
  readonly long: number
  /** The longest that scripts of this page took in one of them, in ms. */
  readonly worstScriptMs: number
}

interface Watched {
  frames: { long: number; worstScriptMs: number }
  /** Milliseconds since 1970, as all times here: page and worker count from different moments. */
  workerStarts: number[]
  firstReady: number | undefined
}

/** A second visit, in milliseconds from `new Worker`. */
interface Visit {
  /** The shelf is drawn, from what the first visit kept. */
  readonly shelf: number
  /** The worker's first statement runs. */
  readonly script: number
  /** The catalog may be answered from: read from the device, and confirmed by the server. */
  readonly catalog: number
  /** The engine's own answer is made, from its vectors. */
  readonly answer: number
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
      watched.workerStarts.push(performance.timeOrigin + performance.now())
      return new target(...args)
    },
  })
  document.addEventListener('kin-ready', () => {
    watched.firstReady ??= performance.timeOrigin + performance.now()
  })
}

const watched = (page: Page) => page.evaluate(() => (window as unknown as { watched: Watched }).watched)
const stateOf = (page: Page) => page.evaluate(async () => (await document.querySelector('page-kin')?.recommender)?.getState())

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(watch)
  await page.goto(address)
  await page.locator('page-kin a').first().waitFor()
  return page
}

/** Of how many items the next visit's page will know what is like them. */
function keptNeighbours(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('pagekin')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const counting = opening.result.transaction('neighbours').objectStore('neighbours').count()
          counting.onsuccess = () => resolve(counting.result)
          opening.result.close()
        }
      }),
  )
}

/** Frames from now on: what loading cost is another figure. */
async function framesDuring(page: Page, until: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => {
    ;(window as unknown as { watched: Watched }).watched.frames = { long: 0, worstScriptMs: 0 }
  })
  await until()
  return (await watched(page)).frames
}

/**
 * Loads the page with `load` and leaves it alone until the shelf has long been there: what a test asks of a page is work for
 * that page, too. Nothing may have been embedded.
 */
async function secondVisit(page: Page, load: () => Promise<unknown>): Promise<Visit> {
  await load()
  await new Promise((resolve) => setTimeout(resolve, UNTOUCHED_MS))
  await page.locator('page-kin a').first().waitFor()
  const { firstReady, workerStarts } = await watched(page)
  const { items, level } = (await stateOf(page))!
  expect({ embeddedThisVisit: items.embeddedThisVisit, embedded: items.embedded, level }).toEqual({
    embeddedThisVisit: 0,
    embedded: 432,
    level: 'vectors',
  })
  const worker = page.workers().find((each) => each.url().endsWith('/worker.js'))!
  const marks = await worker.evaluate(() =>
    performance.getEntriesByType('mark').map(({ name, startTime }): [string, number] => [name, performance.timeOrigin + startTime]),
  )
  const after = (time: number) => Math.round(time - workerStarts[0]!)
  const marked = (name: string) => after(new Map(marks).get(`pagekin ${name}`)!)
  return { script: marked('script'), catalog: marked('catalog'), answer: marked('answer'), shelf: after(firstReady!) }
}

/** The median visit with its parts, and what the others took. */
function printVisits(measure: string, visits: readonly Visit[]): void {
  const { shelf, script, catalog, answer } = [...visits].sort((a, b) => a.shelf - b.shelf)[visits.length >> 1]!
  console.log(
    JSON.stringify({
      measure,
      shelfMsAfterWorkerStart: shelf,
      engineAnswersMsAfterWorkerStart: answer,
      ofWhich: { scriptRuns: script, catalogKnown: catalog - script, answerMade: answer - catalog },
      all: visits.map((visit) => visit.shelf),
      engineAnswersAll: visits.map((visit) => visit.answer),
    }),
  )
}

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
    let foundByMeaning = 0
    const frames = await framesDuring(page, () =>
      expect
        .poll(
          async () => {
            const state = await stateOf(page)
            if (state?.phase === 'embedding') embeddingSince ||= Date.now()
            if (state?.items.embedded === 432) foundByMeaning ||= Date.now()
            return state && state.items.embedded - state.items.drafts
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
        secondsUntilAllHaveAVector: Math.round((foundByMeaning - (embeddingSince || begun)) / 100) / 10,
        embedSeconds: Math.round(embedMs / 100) / 10,
        itemsPerSecond: Math.round((state.items.embeddedThisVisit / embedMs) * 1000),
        framesOf50MsOrMore: frames.long,
        worstScriptMsInAFrame: Math.round(frames.worstScriptMs),
        control: { framesOf50MsOrMore: without.long, worstScriptMsInAFrame: Math.round(without.worstScriptMs) },
        bytes: state.bytes,
      }),
    )
    await expect.poll(() => keptNeighbours(page), { timeout: 60_000 }).toBe(432)
    await context.close()

    const afterStart: Visit[] = []
    const running: Visit[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      const again = await launch()
      const second = await again.newPage()
      await second.addInitScript(watch)
      afterStart.push(await secondVisit(second, () => second.goto(`${server.url}/?kin-device=wasm${ITEM}`)))
      // once more in the browser that runs by now, as most second visits are
      running.push(await secondVisit(second, () => second.reload()))
      await again.close()
    }
    printVisits('second visit, browser just started', afterStart)
    printVisits('second visit, browser running', running)
  })
  await server.close()
})
