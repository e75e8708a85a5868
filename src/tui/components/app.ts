// What does Ink mount? The lines of the frame; keys and pasted text go to the host.
import { useApp, useInput, usePaste } from 'ink'
import { createElement, type ReactElement, useEffect, useSyncExternalStore } from 'react'
import { keysPressed } from '../pressed.ts'
import { Frame } from './frame.ts'
import type { Host } from './host.ts'

/** Nobody types as much at once: it was pasted, where the terminal does not tell. */
const mostTyped = 300

export const App = ({ host }: { readonly host: Host }): ReactElement => {
  const lines = useSyncExternalStore(host.listen, host.lines)
  const { suspendTerminal } = useApp()
  useEffect(() => {
    host.suspendable(async (during) => {
      await suspendTerminal(during)
    })
  }, [host, suspendTerminal])
  useInput((input, key) => {
    const keys = keysPressed(input, key)
    if (keys.length > mostTyped && host.isTyping()) host.paste(input)
    else for (const pressed of keys) host.press(pressed)
  })
  usePaste(host.paste)
  return createElement(Frame, { lines })
}
