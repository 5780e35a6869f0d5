/** `<page-kin>` and the elements beside it in the templates of Vue: `import type {} from 'pagekin/jsx/vue'`, once in a project. */

import type { DefineComponent } from 'vue'
import type {
  PageKinFacetsAttributes,
  PageKinGuideAttributes,
  PageKinPrivacyAttributes,
  PageKinProperties,
  PageKinTopicsAttributes,
} from '../attributes.js'
import type { PageKinEventDetails } from '../events.js'

type Emits = { [Name in keyof PageKinEventDetails]: (event: CustomEvent<PageKinEventDetails[Name]>) => void }

declare module 'vue' {
  interface GlobalComponents {
    'page-kin': DefineComponent<PageKinProperties, object, object, object, object, object, object, Emits>
    'page-kin-facets': DefineComponent<PageKinFacetsAttributes, object, object, object, object, object, object, Emits>
    'page-kin-guide': DefineComponent<PageKinGuideAttributes, object>
    'page-kin-privacy': DefineComponent<PageKinPrivacyAttributes, object>
    'page-kin-topics': DefineComponent<PageKinTopicsAttributes, object, object, object, object, object, object, Emits>
  }
}
