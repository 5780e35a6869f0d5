import type { Device, StorageKind } from '../src/index.js'

const DEVICES = ['auto', 'webgpu', 'wasm', 'off'] as const
const STORAGES = ['indexeddb', 'memory'] as const

/** Parts of the address that show the levels; they stay in it from page to page. */
export const SWITCHES = ['kin-device', 'kin-storage'] as const

export interface Switches {
  readonly device: Device
  readonly storage: StorageKind
}

/** What the address asks for; anything else is the default. */
export function readSwitches(query: URLSearchParams): Switches {
  const device = DEVICES.find((name) => name === query.get('kin-device'))
  const storage = STORAGES.find((name) => name === query.get('kin-storage'))
  return { device: device ?? 'auto', storage: storage ?? 'indexeddb' }
}
