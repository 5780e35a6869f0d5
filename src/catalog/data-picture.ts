/** In an address of its own; beyond this a catalog had better name a file. */
export const MAX_DATA_PICTURE_CHARACTERS = 65_536

/** Whether a card shows the picture that is this `data:` address. An SVG may hold scripts. */
export function isCardPicture(address: string): boolean {
  return /^data:image\/(?:png|jpe?g|gif|webp|avif)[;,]/i.test(address) && address.length <= MAX_DATA_PICTURE_CHARACTERS
}
