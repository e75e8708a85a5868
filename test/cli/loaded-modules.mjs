// Which modules does a command load? Preloaded with --import, it writes their addresses to the file in LOADED_TO.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  load: (url, context, next) => {
    appendFileSync(process.env.LOADED_TO, `${url}\n`)
    return next(url, context)
  },
})
