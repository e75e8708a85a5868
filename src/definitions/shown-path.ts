// What do people call this file? The path that messages show.
import { relative, sep } from 'node:path'

/** From the project's folder where it lies inside. */
export const shownPath = (root: string, path: string): string => {
  const shown = relative(root, path)
  return shown === '' || shown.startsWith('..') ? path : shown.split(sep).join('/')
}
