// Which files may no answer replace? What it is made of: the spine, the files of sources, the state of the project.
import { statSync } from 'node:fs'
import { PintailError } from '../core/errors.ts'
import type { State } from '../core/state.ts'
import type { Destination, SpineInput } from '../core/verbs.ts'
import { checkPlace, fileBehind } from '../offline/destination.ts'
import { findFiles } from '../sources/files.ts'

export interface OwnFiles {
  readonly root: string
  /** The folder of its state. */
  readonly state: string
  resolve(path: string): string
}

/** Throws where `output`, or where it leads, is such a file; for the beginning of long work. */
export const refuseOwnFiles = (project: OwnFiles, state: State, to: Destination, spine: SpineInput | null): void => {
  const output = to.becomes ?? to.output
  checkPlace(output)
  const target = fileBehind(output)
  if (target.startsWith(`${project.state}/`))
    throw refusal(output, `lies in ${project.state}, where Pintail keeps its own`)
  const there = identityOf(output)
  if (there === null) return
  if (spine !== null && 'path' in spine && identityOf(spine.path) === there)
    throw refusal(output, 'is the spine itself')
  for (const [name, definition] of state.declared.source)
    if (filesOf(project, definition.path).some((file) => identityOf(file) === there))
      throw refusal(output, `is a file of source "${name}"`)
}

/** None for a source that may not be read. */
const filesOf = (project: OwnFiles, path: unknown): string[] => {
  if (typeof path !== 'string') return []
  try {
    return findFiles(project.root, project.resolve(path))
  } catch {
    return []
  }
}

/** Equal for all the names of one file; null where there is none. */
const identityOf = (path: string): string | null => {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat?.isFile() ? `${stat.dev} ${stat.ino}` : null
}

const refusal = (output: string, what: string): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `the answer would be written over "${output}", which ${what}`,
    fix: 'give another name with -o FILE',
  })
