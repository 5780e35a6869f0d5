import type { ErrorReport, PagekinError } from '../errors.js'
import type { LoadClient } from '../widget/load-client.js'

/** Fetches client.js from `folder`: a module, so that it may be fetched wherever the script itself may (`script-src`). */
export function fetchClient(folder: string): LoadClient {
  let attempts = 0
  return async () => {
    const url = new URL('client.js', folder)
    // browsers remember the addresses of modules that failed
    if (attempts > 0) url.searchParams.set('attempt', String(attempts))
    attempts++
    try {
      const { clientFrom }: typeof import('./client.js') = await import(/* @vite-ignore */ url.href)
      return clientFrom(folder)
    } catch (cause) {
      throw notLoaded(url.href, cause)
    }
  }
}

/** As the class makes it, which is in client.js itself. */
function notLoaded(url: string, cause: unknown): PagekinError {
  const message = `[pagekin worker-failed] embed.js: received no script from ${url}, expected client.js`
  const report: ErrorReport = { code: 'worker-failed', message }
  const hint = `Serve client.js beside embed.js, and let script-src allow ${url}.`
  return Object.assign(new Error(message, { cause }), { name: 'PagekinError' as const, code: report.code, hint, toReport: () => report })
}
