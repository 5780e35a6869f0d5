export interface NotInAPage {
  readonly why: string
  /** Id of the row whose feature is the nearest that a page has. */
  readonly nearest: string
}

/** Papers of class E of which not even a half runs in a page. */
export const NOT_IN_A_PAGE: Readonly<Record<string, NotInAPage>> = {
  'ladi-vton': { why: 'trying on by diffusion takes gigabytes of weights', nearest: 'clhe' },
}
