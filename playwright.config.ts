import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, findBrowser } from './scripts/browser.mjs'

const executablePath = findBrowser()
/** Measurements print figures and are no tests. */
const measures = process.env.PAGEKIN_MEASURE !== undefined

/** Specs by default; `PAGEKIN_MEASURE=1` runs the measurements of bench, one at a time. Tests tagged `@long` run in `npm run test:all` only. */
export default defineConfig({
  testDir: measures ? 'bench/browser' : 'e2e',
  testMatch: measures ? '**/*.measure.ts' : '**/*.spec.ts',
  globalSetup: './e2e/fixtures/bundle-pages.ts',
  // pages wait more than they compute: one worker more than processors of the smallest machine
  workers: measures ? 1 : 3,
  // a fault that shows once in two runs on a loaded machine is reported as flaky, not hidden
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  // a condition that holds ends its wait, so patience costs nothing but on a loaded machine
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: BROWSER_FLAGS,
    },
  },
})
