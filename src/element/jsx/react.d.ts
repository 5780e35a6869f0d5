/** `<page-kin>`, `<page-kin-facets>` and `<page-kin-privacy>` in the JSX of React 19: `import type {} from 'pagekin/jsx/react'`, once in a project. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type {
  PageKinAttributes,
  PageKinFacetsAttributes,
  PageKinHandlers,
  PageKinPrivacyAttributes,
  PageKinProperties,
} from '../attributes.js'
import type { PageKin } from '../page-kin.js'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'page-kin': Omit<DetailedHTMLProps<HTMLAttributes<PageKin>, PageKin>, keyof PageKinProperties> &
        Omit<PageKinAttributes, keyof PageKinProperties> &
        PageKinProperties &
        PageKinHandlers<'on'>
      'page-kin-facets': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PageKinFacetsAttributes & PageKinHandlers<'on'>
      'page-kin-privacy': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PageKinPrivacyAttributes
    }
  }
}
