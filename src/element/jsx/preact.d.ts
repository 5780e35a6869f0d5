/** `<page-kin>` and the elements beside it in the JSX of Preact: `import type {} from 'pagekin/jsx/preact'`, once in a project. */

import type { HTMLAttributes } from 'preact'
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

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'page-kin': Omit<HTMLAttributes<PageKin>, keyof PageKinProperties> &
        Omit<PageKinAttributes, keyof PageKinProperties> &
        PageKinProperties &
        PageKinHandlers<'on'>
      'page-kin-facets': Omit<HTMLAttributes<HTMLElement>, keyof PageKinFacetsAttributes> & PageKinFacetsAttributes & PageKinHandlers<'on'>
      'page-kin-guide': Omit<HTMLAttributes<HTMLElement>, keyof PageKinGuideAttributes> & PageKinGuideAttributes
      'page-kin-privacy': Omit<HTMLAttributes<HTMLElement>, keyof PageKinPrivacyAttributes> & PageKinPrivacyAttributes
      'page-kin-topics': Omit<HTMLAttributes<HTMLElement>, keyof PageKinTopicsAttributes> & PageKinTopicsAttributes & PageKinHandlers<'on'>
    }
  }
}
