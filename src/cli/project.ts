// Which project is meant? The folder --project names, or the nearest one above that has a pintail.yaml.
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PintailError } from '../core/errors.ts'
import type { Pintail } from '../pintail.ts'
import { shellWord } from './shell-word.ts'

export const projectFile = 'pintail.yaml'

/** The project's folder; null when neither the folder nor one above it is a project. */
export const projectAbove = (directory: string): string | null => {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, projectFile))) return at
    if (dirname(at) === at) return null
  }
}

/** As {@link projectAbove}, but having none is an error; a folder named by the user is taken as it stands. */
export const findProject = (directory: string, named: string | undefined): string => {
  if (named !== undefined) return namedProject(resolve(directory, named), named)
  const found = projectAbove(directory)
  if (found !== null) return found
  throw new PintailError({
    code: 'no_project',
    message: `no ${projectFile} here or above: ${directory}`,
    fix: 'pintail init',
  })
}

const namedProject = (directory: string, named: string): string => {
  if (existsSync(join(directory, projectFile))) return directory
  const there = existsSync(directory) && statSync(directory).isDirectory()
  throw new PintailError({
    code: 'no_project',
    message: there ? `the folder "${named}" has no ${projectFile}` : `there is no folder "${named}"`,
    fix: `pintail init ${shellWord(named)}`,
  })
}

export const openProject = async (folder: string): Promise<Pintail> => {
  const door: { readonly open?: (directory: string) => Promise<Pintail> } = { ...(await import('../pintail.ts')) }
  if (door.open) return door.open(folder)
  throw new PintailError({ code: 'engine_failure', message: 'projects cannot be opened yet' })
}
