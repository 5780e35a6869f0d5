import { buildSite } from './site/build-site.js'
import { processStreams, terminalOf } from './terminal.js'

/** How a built site gets its pack and its links. `pagekin build` has the same as flags. */
export interface SiteOptions {
  /** Writes links to related pages into each page. Default: true. */
  readonly inject?: boolean
  /** Links of a page, 1 to 24. Default: 6. */
  readonly links?: number
  /** What stands above the links. Default: that of a shelf, in the language of the page. */
  readonly heading?: string
  /** Folder in the site for the pack and the files of the page. Default: `kin`. */
  readonly kin?: string
  /** Path that the site is served at. Default: Vite's `base`, if it is a path. */
  readonly base?: string
  /** Also copies encoder and model, so that a search shelf understands meaning. Default: false. */
  readonly search?: boolean
  /** `off` relates pages by words alone. Default: `auto`. */
  readonly device?: 'auto' | 'off'
}

/** The part of a Vite plugin that this one has. */
export interface SitePlugin {
  readonly name: string
  readonly apply: 'build'
  configResolved(config: {
    readonly root: string
    readonly base: string
    readonly build: { readonly outDir: string; readonly ssr?: unknown }
  }): void
  readonly closeBundle: { readonly order: 'post'; readonly sequential: true; handler(): Promise<void> }
}

/**
 * A Vite plugin: after the build, the site of `build.outDir` gets its pack, and its pages get links to related pages.
 *
 * @example
 * import pagekin from 'pagekin/vite'
 * export default { plugins: [pagekin({ links: 6 })] }
 *
 * @throws PagekinError `usage` and what building a pack throws: the build fails.
 */
export default function pagekin(options: SiteOptions = {}): SitePlugin {
  const { inject = true, links = 6, kin = 'kin', search = false, device = 'auto', heading, base } = options
  let site = { root: '', base: '/', outDir: '', isServer: false }
  return {
    name: 'pagekin',
    apply: 'build',
    configResolved({ root, base, build }) {
      site = { root, base, outDir: build.outDir, isServer: Boolean(build.ssr) }
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (site.isServer) return
        const servedAt = base ?? (site.base.startsWith('/') ? site.base : undefined)
        const terminal = terminalOf({ ...processStreams(), cwd: site.root })
        await buildSite(
          {
            site: site.outDir,
            kin,
            links,
            device,
            encoder: 'builtin',
            ...(inject && { inject }),
            ...(search && { search }),
            ...(heading !== undefined && { heading }),
            ...(servedAt !== undefined && { base: servedAt }),
          },
          { terminal, now: Date.now(), failed: false },
        )
      },
    },
  }
}
