import 'pagekin/react/styles.css'
import { PagekinProvider, Recommendations, useRecommendations } from 'pagekin/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

function Shop() {
  const [id, setId] = useState('mug')
  return (
    <PagekinProvider catalog="../catalog.json" assets="../kin/">
      <Recommendations
        item={id}
        limit={4}
        heading="You may also like"
        onSelect={({ item, event }) => {
          event.preventDefault()
          setId(item.id)
        }}
      />
      <Search />
    </PagekinProvider>
  )
}

/** The hook, for markup of one's own. */
function Search() {
  const [query, setQuery] = useState('')
  const { items, sure } = useRecommendations({ mode: 'search', query, limit: 3 })
  return (
    <section>
      <label>
        Search <input type="search" value={query} onChange={(event) => setQuery(event.target.value)} />
      </label>
      {sure === false && <p>No exact match. Closest:</p>}
      <ol>
        {items.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ol>
    </section>
  )
}

createRoot(document.getElementById('root')).render(<Shop />)
