import type { Delivery } from '../page/config.js'
import { createRecommenderFrom } from '../page/create-recommender.js'
import { acquireRecommender, type CreateRecommender } from '../page/shared-recommenders.js'
import { trusted } from '../page/trusted-url.js'
import { textsFor } from '../shelf/language-texts.js'
import { answerDrawing } from './answer-drawing.js'
import type { Lend } from './borrowed-recommender.js'
import { definePanel } from './define-panel.js'
import type { Client } from './load-client.js'
import { itemTemplateOf, ShelfController } from './shelf-controller.js'

/** The second half of the element: part of client.js for the script tag, a chunk of its own in the package. */
export function clientOf(delivery: Delivery): Client {
  const create: CreateRecommender = (options) => createRecommenderFrom(delivery, options)
  let numbers: Worker | undefined
  /** What the first number and date of a page need: by numbers.js, where it can be started, else here. */
  const loadNumbers = () => {
    try {
      if (delivery.numbers) numbers ??= new Worker(trusted(delivery.numbers))
      if (numbers) return
    } catch {
      // another origin: the page does it
    }
    ;(0).toLocaleString()
  }
  const shelves = new WeakMap<Element, ShelfController>()
  const newShelf: Client['newShelf'] = async (host) => {
    // in a task of its own, after the one that has read this file
    await new Promise((next) => setTimeout(next))
    const shelf = new ShelfController(host, create)
    // its first card takes the room that it will have
    if (itemTemplateOf(host)) await shelf.loadExtras()
    shelves.set(host, shelf)
    // while rows are fetched, not in the task that draws them
    setTimeout(loadNumbers)
    return shelf
  }
  const recommenderOf = (host: Element) => shelves.get(host)?.recommender
  definePanel('page-kin-facets', async (host) => new (await import('./facets-panel.js')).FacetsPanel(host, recommenderOf))
  definePanel('page-kin-guide', async (host) => new (await import('./guide-panel.js')).GuidePanel(host, recommenderOf))
  const words = () => import('../page/visitor-profile.js')
  const lend: Lend = (options) => acquireRecommender(options, create)
  const latePanel: Client['latePanel'] = async (name, host) => {
    if (name === 'page-kin-topics') return new (await import('./topics-panel.js')).TopicsPanel(host, lend, recommenderOf)
    return new (await import('./privacy-panel.js')).PrivacyPanel(host, lend, words)
  }
  return { create, newShelf, latePanel, drawingWith: answerDrawing, textsFor }
}
