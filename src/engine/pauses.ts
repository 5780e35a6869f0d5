/** Why work in the background has to rest. It may run while this is empty. */
export type Pauses = ReadonlySet<Pause>

export type Pause = 'hidden' | 'suspended' | 'clearing' | 'disposed'
