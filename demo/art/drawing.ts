/** Inner SVG markup of one product in a 240 x 240 view box, in its item's colours. */
export type Drawing = (main: string, second: string, accent: string) => string
