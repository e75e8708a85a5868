// What does the executable run? The bundle, as one script among its assets.
import { getRawAsset } from 'node:sea'
import { Script } from 'node:vm'

/** The script, with what V8 kept of compiling it. */
export const scriptFrom = (compiled?: Buffer): Script => {
  // Of ASCII letters alone, so that each byte is one of them.
  const text = Buffer.from(getRawAsset('main.js')).toString('latin1')
  return new Script(text, { filename: 'pintail', ...(compiled && { cachedData: compiled }) })
}
