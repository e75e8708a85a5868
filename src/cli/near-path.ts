// How is a file called from here? By the way to it when it is below this folder, else by its whole path.
import { isAbsolute, relative } from 'node:path'

export const nearPath = (directory: string, file: string): string => {
  if (!isAbsolute(file)) return file
  const way = relative(directory, file)
  return way === '' || way.startsWith('..') || isAbsolute(way) ? file : way
}
