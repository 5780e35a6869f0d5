/** Runs one task in a worker of its own. When the deadline comes first: what there is so far, or null. */
globalThis.run = (task, truth, deadlineMs) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
    let sofar = null
    const end = (settle, value) => {
      clearTimeout(timer)
      worker.terminate()
      settle(value)
    }
    const timer = setTimeout(() => end(resolve, sofar), deadlineMs)
    worker.onerror = (event) => end(reject, new Error(event.message || 'the worker failed'))
    worker.onmessage = ({ data }) => {
      if ('sofar' in data) sofar = data.sofar
      else if ('error' in data) end(reject, new Error(data.error))
      else end(resolve, data.answer)
    }
    worker.postMessage({ task, truth })
  })
