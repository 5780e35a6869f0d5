/** An index as the bench sees it, ours or another's. All are given the same unit vectors, and ids that are strings. */
export interface Engine {
  /** What the row says of settings that are not the package's defaults. */
  readonly note?: string
  /** Takes rows in, in one call or several, and is ready to be searched after the last. */
  add(ids: readonly string[], vectors: Float32Array, dimensions: number): void | Promise<void>
  /** Ids of the k nearest by cosine, best first. */
  search(query: Float32Array, k: number): readonly string[] | Promise<readonly string[]>
  /** Bytes held, where the engine can say. */
  bytes?(): number
  /** Writes itself where it survives the page. */
  save?(): void | Promise<void>
  /** Another engine, read from there, which has answered `query`. */
  reload?(query: Float32Array): Promise<void>
}

export interface Task {
  readonly engine: string
  readonly n: number
  readonly dimensions: number
  readonly data: 'clustered' | 'real'
  readonly queries: number
}

/** Row numbers of the exact ten best for each query; milliseconds, bytes. A figure that does not exist is null. */
export interface Row {
  readonly engine: string
  readonly n: number
  readonly dimensions: number
  readonly data: string
  readonly buildMs: number | null
  readonly queryP50Ms: number | null
  readonly queryP95Ms: number | null
  readonly recallAt10: number | null
  readonly bytes: number | null
  readonly reloadMs: number | null
  /** Why a figure is missing, or what settings were used. */
  readonly note?: string
}
