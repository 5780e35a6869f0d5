/**
 * The own properties of `value`, without a prototype: on a page that has extended `Object.prototype`, an option that
 * nobody gave must not be read from there. Getters run once, here.
 */
export function own<T extends object>(value: T): T {
  return Object.assign(Object.create(null), value)
}
