import * as examination from './examination.js'
import { EXAMINATION } from './load-examination.js'

Object.assign(globalThis, { [EXAMINATION]: examination })
