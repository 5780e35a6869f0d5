import { createRecommender } from 'pagekin'
import 'pagekin/element'

// one recommender for the search and for the shelf
const recommender = createRecommender({ catalog: '../catalog.json', assets: '../kin/' })
document.querySelector('page-kin').recommender = recommender

document.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const kin = await recommender
  const found = await kin.search(new FormData(event.target).get('query'), { limit: 3 })
  document.querySelector('#found').replaceChildren(...found.map(({ item }) => entry(item)))
})

function entry({ title }) {
  const line = document.createElement('li')
  line.textContent = title
  return line
}
