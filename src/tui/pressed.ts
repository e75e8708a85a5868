// What is a key called? One name for each, however the terminal sends it.

export interface InkKey {
  readonly upArrow: boolean
  readonly downArrow: boolean
  readonly leftArrow: boolean
  readonly rightArrow: boolean
  readonly pageDown: boolean
  readonly pageUp: boolean
  readonly home: boolean
  readonly end: boolean
  readonly return: boolean
  readonly escape: boolean
  readonly tab: boolean
  readonly backspace: boolean
  readonly delete: boolean
  readonly ctrl: boolean
  readonly meta: boolean
}

const names: readonly (readonly [keyof InkKey, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pgdn'],
  ['pageUp', 'pgup'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
]

/** What keys are called that are no letter and no sign. */
export const keyNames: readonly string[] = [...new Set([...names.map(([, name]) => name), 'space'])]

/** Several where keys came faster than they were read. */
export const keysPressed = (input: string, key: InkKey): string[] => {
  const named = names.find(([name]) => key[name])
  if (named) return [named[1]]
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input}`]
  // A terminal sends an escape before a letter as one, where both come at once.
  const letters = [...input].flatMap((char) => {
    if (char === ' ') return ['space']
    if (char === '\r' || char === '\n') return ['enter']
    if (char === '\t') return ['tab']
    const code = char.codePointAt(0) ?? 0
    if (code >= 1 && code <= 26) return [`ctrl-${String.fromCharCode(96 + code)}`]
    return /[\p{Cc}\p{Cs}]/u.test(char) ? [] : [char]
  })
  return key.meta && letters.length > 0 ? ['esc', ...letters] : letters
}
