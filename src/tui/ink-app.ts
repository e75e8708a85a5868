// How does Ink take over the terminal? It draws the host's lines and gives it keys, until it is taken away.
import { render } from 'ink'
import { createElement } from 'react'
import { App } from './components/app.ts'
import type { Host } from './components/host.ts'
import { keysAndText } from './input.ts'
import type { Terminal } from './terminal.ts'

export interface Mounted {
  unmount(): void
  /** What is on the screen is not trusted any more. */
  clear(): void
  /** Resolves when the terminal is given back. */
  readonly ended: Promise<unknown>
}

export const mount = (host: Host, { stdin, stdout, stderr }: Terminal): Mounted => {
  // What was typed before may stand here; the frame begins where the cursor is.
  stdout.write('\r')
  const ink = render(createElement(App, { host }), {
    stdout: stdout as NodeJS.WriteStream,
    stdin: keysAndText(stdin) as NodeJS.ReadStream,
    stderr: stderr as NodeJS.WriteStream,
    alternateScreen: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    maxFps: 60,
  })
  return { unmount: () => ink.unmount(), clear: () => ink.clear(), ended: ink.waitUntilExit() }
}
