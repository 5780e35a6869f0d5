import { createRecommenderFrom } from '../client/create-recommender.js'
import { delivery } from '../client/delivery.js'
import { definePageKin } from './define.js'

definePageKin((options) => createRecommenderFrom(delivery, options))

export type { PageKinEventDetails, PageKinEvents } from './events.js'
export { PageKin } from './page-kin.js'
