const BASKET = 'fernway-basket'

/** What this tab remembers for the shop itself: like the history of recommendations, gone when the tab is closed. */
export const visit = {
  /** Ids and how many of each. */
  basket(): ReadonlyMap<string, number> {
    return new Map(Object.entries(read<Record<string, number>>(BASKET, {})))
  },

  setInBasket(id: string, count: number): void {
    const basket = new Map(this.basket())
    if (count > 0) basket.set(id, count)
    else basket.delete(id)
    write(BASKET, Object.fromEntries(basket))
    for (const listener of listeners) listener()
  },

  clear(): void {
    sessionStorage.removeItem(BASKET)
  },

  subscribe(listener: () => void): void {
    listeners.add(listener)
  },
}

const listeners = new Set<() => void>()

function read<T>(key: string, empty: T): T {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null) ?? empty
  } catch {
    return empty
  }
}

function write(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // storage is forbidden or full: the shop works without a memory
  }
}
