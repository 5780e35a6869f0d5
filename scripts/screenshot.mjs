// @ts-check
/** `node scripts/screenshot.mjs`: README's picture, docs/demo.jpg, of the built demo with every item embedded. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chromium } from '@playwright/test'
import { BROWSER_FLAGS, ensureBrowser } from './browser.mjs'

const ITEM = 'kd-stovetop-kettle-copper'

const demo = spawn(process.execPath, ['scripts/serve-demo.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] })
const [line] = await once(demo.stdout, 'data')
const address = /http:\S+/.exec(String(line))?.[0]
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: BROWSER_FLAGS })
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1330 }, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${address}?item=${ITEM}`)
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('page-kin'))?.level === 'encoder', null, { timeout: 0 })
  await page.evaluate(async () => {
    const kin = await /** @type {any} */ (document.querySelector('page-kin')).recommender
    while (kin.getState().phase !== 'ready') await new Promise((resolve) => setTimeout(resolve, 500))
  })
  await page.screenshot({ path: 'docs/demo.jpg', type: 'jpeg', quality: 80 })
} finally {
  await browser.close()
  demo.kill()
}
