/** `<page-kin>` and the elements beside it in the JSX of Solid: `import type {} from 'pagekin/jsx/solid'`, once in a project. */

import type { JSX as Solid } from 'solid-js'
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

type Properties = { readonly [Name in keyof PageKinProperties as `prop:${Name}`]?: PageKinProperties[Name] }

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'page-kin': Omit<Solid.HTMLAttributes<PageKin>, keyof PageKinAttributes> & PageKinAttributes & Properties & PageKinHandlers<'on:'>
      'page-kin-facets': Omit<Solid.HTMLAttributes<HTMLElement>, keyof PageKinFacetsAttributes> &
        PageKinFacetsAttributes &
        PageKinHandlers<'on:'>
      'page-kin-guide': Omit<Solid.HTMLAttributes<HTMLElement>, keyof PageKinGuideAttributes> & PageKinGuideAttributes
      'page-kin-privacy': Omit<Solid.HTMLAttributes<HTMLElement>, keyof PageKinPrivacyAttributes> & PageKinPrivacyAttributes
      'page-kin-topics': Omit<Solid.HTMLAttributes<HTMLElement>, keyof PageKinTopicsAttributes> &
        PageKinTopicsAttributes &
        PageKinHandlers<'on:'>
    }
  }
}
