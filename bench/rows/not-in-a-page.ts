export interface NotInAPage {
  readonly why: string
  /** Id of the row whose feature is the nearest that a page has. */
  readonly nearest: string
}

/** Papers of class E of which not even a half runs in a page. */
export const NOT_IN_A_PAGE: Readonly<Record<string, NotInAPage>> = {
  ifm: {
    why: 'features of a network that match no matter how it was trained are found in its weights, layer by layer; a page has vectors alone. `pagekin eval` tells their effective rank and the dimensions that follow others, and `pack --dimensions` leaves some out',
    nearest: 'kalm-embedding-v2',
  },
  read: {
    why: 'dots over pictures take a model that gives a vector for each patch of a picture and one for a text in the same space, and marking pixels takes a larger one. `explain` marks the sentence that answers',
    nearest: 'gear',
  },
  'ladi-vton': { why: 'trying on by diffusion takes gigabytes of weights', nearest: 'clhe' },
}
