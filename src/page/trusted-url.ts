import { own } from '../own.js'

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/**
 * Under `require-trusted-types-for 'script'` a worker's address has to come from a policy; ours is named `pagekin`. Where the
 * page does not allow that name, the address stays a string: a page that does not enforce the types, or has a default policy,
 * takes it.
 */
export function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  try {
    policy ??= trustedTypes.createPolicy('pagekin', own({ createScriptURL: (given: string) => given }))
  } catch {
    return url
  }
  return policy.createScriptURL(url)
}
