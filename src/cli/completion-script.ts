// How does a shell learn to complete? From a script that @bomb.sh/tab writes; it asks `pintail complete` at each tab.
import { RootCommand } from '@bomb.sh/tab'

export const completionScript = (shell: string): string =>
  printed(() => new RootCommand().setup('pintail', 'pintail', shell))

/** What the library says on the console, as text. */
export const printed = (work: () => void): string => {
  const lines: string[] = []
  const { log } = console
  console.log = (line: string) => lines.push(line)
  try {
    work()
  } finally {
    console.log = log
  }
  return lines.map((line) => `${line}\n`).join('')
}
