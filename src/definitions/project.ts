// Which project is this? The folder with pintail.yaml, what it says, and where its state lives.
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { PintailError } from '../core/errors.ts'
import { questionOf, recall, remember } from './config-memory.ts'
import { type Config, configFile, type Environment, type Setting } from './settings.ts'
import { readText } from './text.ts'

/** All state of a project, in `.pintail/`; absolute paths. */
export interface ProjectPaths {
  readonly state: string
  readonly registry: string
  readonly online: string
  readonly offline: string
  readonly quarantine: string
  /** Answers kept for the next question; may be removed at any time. */
  readonly answers: string
  /** For what is written beside and renamed, and for what the engines spill. */
  readonly tmp: string
  /** What a server answered, where it logs its reads. */
  readonly reads: string
  readonly locks: string
  readonly types: string
}

export interface Project extends Config {
  /** Absolute, without symbolic links. */
  readonly root: string
  readonly paths: ProjectPaths
  /** Every configured value with its origin, for `config show --origin`. */
  readonly settings: readonly Setting[]
}

/** Walks up from a folder to the nearest pintail.yaml and reads it; `remembers`: for the next start too. */
export const findProject = async (
  from: string,
  environment: Environment = {},
  { remembers = true } = {},
): Promise<Project> => {
  const start = resolve(from)
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, configFile))) return readProject(folder, environment, remembers)
    if (folder === dirname(folder)) {
      throw new PintailError({
        code: 'no_project',
        message: `there is no ${configFile} in ${start} or a folder above it`,
        fix: 'pintail init',
      })
    }
  }
}

const readProject = async (folder: string, environment: Environment, remembers: boolean): Promise<Project> => {
  const root = realpathSync(folder)
  const text = readText(join(root, configFile), configFile, 'bad_config')
  const paths = pathsOf(root)
  const question = questionOf(text, basename(root), environment)
  const known = recall(paths.state, question)
  if (known) return Object.freeze({ ...known.config, root, paths, settings: known.settings })
  const { readConfig } = await import('./config.ts')
  const found = readConfig(text, basename(root), environment)
  if (remembers) remember(paths.state, question, found)
  return Object.freeze({ ...found.config, root, paths, settings: found.settings })
}

const pathsOf = (root: string): ProjectPaths => {
  const state = join(root, '.pintail')
  return {
    state,
    registry: join(state, 'registry.db'),
    online: join(state, 'online.db'),
    offline: join(state, 'offline'),
    quarantine: join(state, 'quarantine'),
    answers: join(state, 'answers'),
    tmp: join(state, 'tmp'),
    reads: join(state, 'reads'),
    locks: join(state, 'locks'),
    types: join(state, 'types'),
  }
}

/**
 * Makes the folders of a project's state, for its owner alone; what stands is left as it is. A project that may only be
 * read has those it has: what needs another says so.
 */
export const makeStateFolders = ({ paths }: Project): void => {
  for (const folder of [paths.state, paths.offline, paths.quarantine, paths.tmp, paths.locks]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    } catch (cause) {
      if (!isForbidden(cause)) throw cause
    }
  }
}

const isForbidden = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && ['EACCES', 'EPERM', 'EROFS'].includes(String(cause.code))
