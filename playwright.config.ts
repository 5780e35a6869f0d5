import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, findBrowser } from './scripts/browser.mjs'

const executablePath = findBrowser()

/** Specs by default; `PAGEKIN_MEASURE=1` runs the measurements instead, which print figures and are no tests. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: process.env.PAGEKIN_MEASURE ? '**/*.measure.ts' : '**/*.spec.ts',
  workers: 1,
  // a fault that shows once in two runs on a loaded machine is reported as flaky, not hidden
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  reporter: 'list',
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: {
          ...(executablePath ? { executablePath } : {}),
          args: BROWSER_FLAGS,
        },
      },
    },
  ],
})
