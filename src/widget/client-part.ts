import type { Delivery } from '../client/config.js'
import { createRecommenderFrom } from '../client/create-recommender.js'
import type { CreateRecommender } from '../client/shared.js'
import { nearestOption } from '../options.js'
import type { Client } from './load-client.js'
import { ShelfController } from './shelf-controller.js'
import { TEXTS } from './texts.js'

/** The second half of the element: part of client.js for the script tag, a chunk of its own in the package. */
export function clientOf(delivery: Delivery): Client {
  const create: CreateRecommender = (options) => createRecommenderFrom(delivery, options)
  return { create, newShelf: (host) => new ShelfController(host, create), texts: TEXTS, nearestOption }
}
