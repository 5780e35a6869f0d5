import { OPTIONS } from './options.js'

/** Every name of an option, and of what else is read from objects that callers or workers give. */
const NAMES = [
  ...OPTIONS.map(({ name }) => name),
  ...['items', 'recommender', 'signal', 'onProgress', 'context', 'at', 'vectors', 'error', 'progress', 'total'],
  ...['url', 'image', 'price', 'currency', 'brand', 'lang', 'available', 'category', 'className', 'fallback', 'renderItem'],
]

/** What `call` returns on a page that has put `value` into `Object.prototype` under all those names. */
export async function polluted<T>(value: unknown, call: () => T): Promise<Awaited<T>> {
  for (const name of NAMES) Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  try {
    return await call()
  } finally {
    for (const name of NAMES) Reflect.deleteProperty(Object.prototype, name)
  }
}

/** Of several kinds: what one reader takes for a wrong type another takes for a value. */
export const POLLUTIONS: readonly unknown[] = ['search', 7, true, ['x'], { id: 'x' }]
