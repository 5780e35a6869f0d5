// @ts-check
/**
 * Sees to a browser for the tests: the system's Chromium, else Playwright's own, else one is installed (Playwright's
 * download, or on Debian as root the system package). Prints what it did.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Two pages that Chromium loads into each of its windows, and a process in reserve. Nobody sees them here, and they cost time (docs/testing.md). */
const WINDOW_PARTS = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess']

/** What Playwright disables: the last list that a browser is given replaces those before it. */
const PLAYWRIGHT_DISABLES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/** For a browser that root starts, and that speaks to nobody but the pages under test. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...PLAYWRIGHT_DISABLES, ...WINDOW_PARTS].join(',')}`,
]

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** @returns {string | undefined} path of a browser that is there, undefined when none is */
export function findBrowser() {
  return [...SYSTEM, chromium.executablePath()].find((path) => existsSync(path))
}

export function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  console.log('No Chromium found: installing one.')
  const download = spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' })
  if (download.status !== 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' })
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'inherit' })
  }
  const installed = findBrowser()
  if (installed) return installed
  throw new Error('No Chromium could be installed. Install Chromium or Chrome by hand, then run the tests again.')
}
