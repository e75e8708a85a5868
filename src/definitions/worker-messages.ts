// What do the loader and its worker thread say to each other? Plain data only.
import type { DefinitionKind } from '../core/definitions.ts'
import type { Problem } from '../core/errors.ts'

/** What the worker is given. */
export interface Errand {
  /** The project's folder, from which files are named to people. */
  readonly root: string
  /** Absolute paths, in the order to load them. */
  readonly files: readonly string[]
}

/** Where a builder was called; line and column count from 1. */
export interface Site {
  /** Absolute. */
  readonly path: string
  readonly line: number
  readonly column: number
}

/** A part of a declaration that is no plain value. */
export interface Unplain {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

export interface DeclaredPlain {
  readonly kind: DefinitionKind
  readonly name: string
  readonly body: unknown
  /** Null when no file of the user's is on the stack. */
  readonly site: Site | null
  readonly unplain: readonly Unplain[]
}

/** The worker's last word. */
export interface Loaded {
  readonly declared: readonly DeclaredPlain[]
  readonly problems: readonly Problem[]
  /** Syntax errors that lack a line; `file` or an import of it is malformed. */
  readonly malformed: readonly { readonly file: string; readonly problem: Problem }[]
  /**
   * Absolute path → JavaScript text (types blanked out, so that places hold) of the files that declared something; of
   * all files when one is malformed.
   */
  readonly texts: ReadonlyMap<string, string>
}

/** Before each file, then once at the end. */
export type Message = { readonly loading: string } | { readonly loaded: Loaded }
