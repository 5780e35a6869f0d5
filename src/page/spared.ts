/** Chromium's; other browsers tell nothing, and are spared nothing. */
export interface VisitorsMeans {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string }
  /** GiB, rounded. */
  readonly deviceMemory?: number
}

/** The encoder and a catalog of a few thousand vectors need a quarter of it. */
const LEAST_MEMORY_GIB = 1

/** Why this visitor is spared the download and the work of an encoder; undefined if nothing speaks against it. */
export function whySpared({ connection, deviceMemory }: VisitorsMeans): string | undefined {
  const { saveData, effectiveType = '' } = connection ?? {}
  const why = saveData
    ? 'the visitor asks for less data (Save-Data)'
    : /2g$/.test(effectiveType)
      ? `the network is slow (${effectiveType})`
      : deviceMemory !== undefined && deviceMemory < LEAST_MEMORY_GIB
        ? `the device has little memory (${deviceMemory} GiB)`
        : undefined
  return why && `no encoder, because ${why}; the option device overrules it`
}
