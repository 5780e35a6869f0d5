/** `<page-kin>` and the elements beside it in the JSX of React 19: `import type {} from 'pagekin/jsx/react'`, once in a project. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type {
  PageKinAttributes,
  PageKinFacetsAttributes,
  PageKinGuideAttributes,
  PageKinHandlers,
  PageKinPanelProperties,
  PageKinPrivacyAttributes,
  PageKinProperties,
  PageKinTopicsAttributes,
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
      'page-kin-guide': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PageKinGuideAttributes
      'page-kin-privacy': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PageKinPrivacyAttributes & PageKinPanelProperties
      'page-kin-topics': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
        PageKinTopicsAttributes &
        PageKinPanelProperties &
        PageKinHandlers<'on'>
    }
  }
}
