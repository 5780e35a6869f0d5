// only where no Angular compiler runs in the build, as with plain Vite
import '@angular/compiler'
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import 'pagekin/element'

@Component({
  selector: 'camping-shop',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>{{ item() }}</h1>
    <page-kin catalog="../catalog.json" assets="../kin/" [item]="item()" limit="4" layout="grid" (kin-select)="follow($event)"></page-kin>
  `,
})
class Shop {
  item = signal('mug')

  /** A followed card is the next item: the page stays. */
  follow(event: CustomEvent<{ item: { id: string } }>) {
    event.preventDefault()
    this.item.set(event.detail.item.id)
  }
}

bootstrapApplication(Shop)
