/** extras.js: what few shelves need. Fetched when one does. */

import { AnsweringSentences } from '../shelf/answering-sentences.js'
import { PageItem } from '../shelf/page-item.js'
import { TemplateCards } from './item-template.js'

export class ShelfExtras {
  readonly pageItem: PageItem
  readonly sentences: AnsweringSentences
  readonly templateCards: TemplateCards

  constructor(
    host: Element,
    { onPageItem, onSentence, onSelect }: { onPageItem(): void; onSentence(): void; onSelect(event: MouseEvent, position: number): void },
  ) {
    this.pageItem = new PageItem(onPageItem)
    this.sentences = new AnsweringSentences(onSentence)
    this.templateCards = new TemplateCards(host, onSelect)
  }
}
