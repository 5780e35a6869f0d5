/** What is made, and the processor time of each of `count` parts: what else runs on the machine does not count. */
export function timedEach<Value>(count: number, make: () => Value): { readonly value: Value; readonly milliseconds: number } {
  const begun = process.cpuUsage()
  const value = make()
  const { user, system } = process.cpuUsage(begun)
  return { value, milliseconds: (user + system) / 1000 / count }
}
