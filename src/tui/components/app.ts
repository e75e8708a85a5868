// What does Ink mount? The lines of the frame; keys and pasted text go to the host.
import { useApp, useInput, usePaste } from 'ink'
import { createElement, type ReactElement, useEffect, useSyncExternalStore } from 'react'
import { keysPressed } from '../pressed.ts'
import { Frame } from './frame.ts'
import type { Host } from './host.ts'

export const App = ({ host }: { readonly host: Host }): ReactElement => {
  const lines = useSyncExternalStore(host.listen, host.lines)
  const { suspendTerminal } = useApp()
  useEffect(() => {
    host.suspendable(async (during) => {
      await suspendTerminal(during)
    })
  }, [host, suspendTerminal])
  useInput((input, key) => {
    for (const pressed of keysPressed(input, key)) host.press(pressed)
  })
  usePaste(host.paste)
  return createElement(Frame, { lines })
}
