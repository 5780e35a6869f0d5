import type { LoadClient } from '../element/load-client.js'
import { earlyError } from '../page/early-error.js'

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
      const message = `embed.js: received no script from ${url.href}, expected client.js`
      throw earlyError(
        'worker-failed',
        message,
        `Serve client.js beside embed.js, with CORS for other origins, not from file://: npx pagekin serve. Let script-src allow ${url.href}.`,
        cause,
      )
    }
  }
}
