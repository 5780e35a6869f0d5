/** `make`, asked once for each key: for what follows from a key that never changes. It is kept as long as the key. */
export function keptFor<Key extends object, Value extends NonNullable<unknown>>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, Value>()
  return (key) => {
    const value = kept.get(key) ?? make(key)
    kept.set(key, value)
    return value
  }
}
