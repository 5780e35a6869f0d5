/**
 * Text of the two workers, for a Blob. The build puts the built scripts in the place of this module; unbuilt source has
 * none to offer.
 */
export const engine: string = ''
export const encoder: string = ''
