import { createContext, type ReactElement, type ReactNode, useContext } from 'react'
import type { SharedOptions } from '../client/shared.js'
import type { Recommender } from '../types.js'

/** Where recommendations come from: options of a recommender that equal options share, or a recommender of the caller's. */
export interface EngineProps extends SharedOptions {
  readonly recommender?: Recommender | PromiseLike<Recommender>
}

const Engine = createContext<EngineProps>({})

/** Gives all hooks and lists below it their engine options; what they are given themselves comes first. */
export function PagekinProvider({ children, ...engine }: EngineProps & { readonly children?: ReactNode }): ReactElement {
  return <Engine.Provider value={engine}>{children}</Engine.Provider>
}

export function useEngine(): EngineProps {
  return useContext(Engine)
}
