// May the project read this path? Its own folder and the allowed ones, wherever symbolic links lead.
import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { PintailError, type Place } from '../core/errors.ts'
import type { Project } from './project.ts'

/**
 * The absolute path of a file or glob that a definition names, from the project's folder. A glob is checked up to its
 * first wild part: check each file that it finds as well, because one may be a link that leads out.
 */
export const resolveInside = (project: Pick<Project, 'root' | 'allow'>, path: string, at?: Place): string => {
  const absolute = resolve(project.root, path)
  const real =
    path.includes('\0') || isAddress(path)
      ? null
      : realOf(existsSync(absolute) ? absolute : resolve(project.root, fixedPart(relative(project.root, absolute))))
  const homes = [project.root, ...project.allow.map((folder) => realOf(resolve(project.root, folder)))]
  if (real !== null && homes.some((home) => isWithin(real, home))) return absolute
  throw new PintailError({
    code: 'path_outside_project',
    message: `"${path}" lies outside the project`,
    at,
    fix: isAddress(path) ? 'copy the file into the project' : allowing(real ?? absolute),
  })
}

const isAddress = (path: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(path)

const allowing = (real: string): string => `add its folder to pintail.yaml   allow: [${dirname(real)}]`

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** `data/*.csv` → `data`: what stands before the first wild part. */
const fixedPart = (path: string): string => {
  const parts = path.split(sep)
  const wild = parts.findIndex((part) => /[*?[\]{}]/.test(part))
  return wild < 0 ? path : parts.slice(0, wild).join(sep)
}

/** The path behind all symbolic links; what does not exist yet is kept as it is. */
const realOf = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(path)
    return above === path || !isAbsolute(path) ? path : join(realOf(above), path.slice(above.length))
  }
}
