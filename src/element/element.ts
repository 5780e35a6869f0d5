import { PagekinError } from '../errors.js'
import { delivery } from '../page/delivery.js'
import { definePageKin } from './define.js'
import { once } from './load-client.js'

const load = once(async () => {
  try {
    return (await import('./client-part.js')).clientOf(delivery)
  } catch (thrown) {
    throw PagekinError.from(thrown, 'worker-failed', '<page-kin>: client-part.js')
  }
})

definePageKin(load)

export type {
  PageKinAttributes,
  PageKinFacetsAttributes,
  PageKinGuideAttributes,
  PageKinHandlers,
  PageKinPrivacy,
  PageKinPrivacyAttributes,
  PageKinProperties,
  PageKinTopicsAttributes,
} from './attributes.js'
export type { PageKinEventDetails, PageKinEvents } from './events.js'
export { PageKin } from './page-kin.js'
