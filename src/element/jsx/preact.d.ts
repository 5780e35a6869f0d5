/** `<page-kin>` in the JSX of Preact: `import type {} from 'pagekin/jsx/preact'`, once in a project. */

import type { HTMLAttributes } from 'preact'
import type { PageKinAttributes, PageKinHandlers, PageKinProperties } from '../attributes.js'
import type { PageKin } from '../page-kin.js'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'page-kin': Omit<HTMLAttributes<PageKin>, keyof PageKinProperties> &
        Omit<PageKinAttributes, keyof PageKinProperties> &
        PageKinProperties &
        PageKinHandlers<'on'>
    }
  }
}
