/** Stands in for the model of `client-vector-search`. */
export const pipeline = () => Promise.reject(new Error('no model here'))
export const env = {}
