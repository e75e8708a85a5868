// Which project is meant? The folder that --project names, as it stands, or the nearest one at or above this one.
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PintailError } from '../core/errors.ts'
import { shellWord } from './shell-word.ts'
import type { Io } from './streams.ts'

export const projectFile = 'pintail.yaml'

/** From where a project is looked for; a folder that the user named must be one. */
export const projectFrom = ({ directory }: Io, named: string | undefined): string => {
  if (named === undefined) return directory
  const folder = resolve(directory, named)
  if (existsSync(join(folder, projectFile))) return folder
  const isThere = existsSync(folder) && statSync(folder).isDirectory()
  throw new PintailError({
    code: 'no_project',
    message: isThere ? `the folder "${named}" has no ${projectFile}` : `there is no folder "${named}"`,
    fix: `pintail init ${shellWord(named)}`,
  })
}
