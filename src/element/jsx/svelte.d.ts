/** `<page-kin>` and the elements beside it in the templates of Svelte: `import type {} from 'pagekin/jsx/svelte'`, once in a project. */

import type { HTMLAttributes } from 'svelte/elements'
import type {
  PageKinAttributes,
  PageKinFacetsAttributes,
  PageKinGuideAttributes,
  PageKinHandlers,
  PageKinPrivacyAttributes,
  PageKinProperties,
  PageKinTopicsAttributes,
} from '../attributes.js'
import type { PageKin } from '../page-kin.js'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'page-kin': Omit<HTMLAttributes<PageKin>, keyof PageKinProperties> &
      Omit<PageKinAttributes, keyof PageKinProperties> &
      PageKinProperties &
      PageKinHandlers<'on'> &
      PageKinHandlers<'on:'>
    'page-kin-facets': Omit<HTMLAttributes<HTMLElement>, keyof PageKinFacetsAttributes> &
      PageKinFacetsAttributes &
      PageKinHandlers<'on'> &
      PageKinHandlers<'on:'>
    'page-kin-guide': Omit<HTMLAttributes<HTMLElement>, keyof PageKinGuideAttributes> & PageKinGuideAttributes
    'page-kin-privacy': Omit<HTMLAttributes<HTMLElement>, keyof PageKinPrivacyAttributes> & PageKinPrivacyAttributes
    'page-kin-topics': Omit<HTMLAttributes<HTMLElement>, keyof PageKinTopicsAttributes> &
      PageKinTopicsAttributes &
      PageKinHandlers<'on'> &
      PageKinHandlers<'on:'>
  }
}
