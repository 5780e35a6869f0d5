import 'pagekin/element'
import { createSignal } from 'solid-js'
import { render } from 'solid-js/web'

function Shop() {
  const [item, setItem] = createSignal('mug')

  /** A followed card is the next item: the page stays. */
  function follow(event) {
    event.preventDefault()
    setItem(event.detail.item.id)
  }

  return (
    <>
      <h1>{item()}</h1>
      <page-kin catalog="../catalog.json" assets="../kin/" item={item()} limit="4" layout="grid" on:kin-select={follow} />
    </>
  )
}

render(Shop, document.querySelector('#root'))
