import { createContext, type ReactElement, type ReactNode, useContext } from 'react'
import type { SharedOptions } from '../page/shared-recommenders.js'
import type { Recommender } from '../types.js'

/** Where recommendations come from: engine options, or a recommender. Equal options share one recommender. */
export interface EngineProps extends SharedOptions {
  readonly recommender?: Recommender | PromiseLike<Recommender>
}

const Engine = createContext<EngineProps>({})

/** Gives engine options to all hooks and lists below it. Their own options win. */
export function PagekinProvider({ children, ...engine }: EngineProps & { readonly children?: ReactNode }): ReactElement {
  return <Engine.Provider value={engine}>{children}</Engine.Provider>
}

export function useEngine(): EngineProps {
  return useContext(Engine)
}
