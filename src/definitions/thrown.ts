// Where in the user's files did this go wrong? From anything thrown while loading to a problem with its place.
import { fileURLToPath } from 'node:url'
import { messageOf, PintailError, type Place, type Problem } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { shownPath } from './shown-path.ts'
import type { Site } from './worker-messages.ts'

interface Circumstances {
  readonly root: string
  /** Absolute path of the definition file being loaded. */
  readonly file: string
  readonly texts: ReadonlyMap<string, string>
  /** What `pintail` exports. */
  readonly offered: readonly string[]
  readonly missing: { get(thrown: object): { readonly specifier: string; readonly from: string } | undefined }
}

export const problemOfThrown = (thrown: unknown, around: Circumstances): Problem => {
  if (thrown instanceof PintailError) return thrown.problems[0] ?? { code: thrown.code, message: thrown.message }
  if (!(thrown instanceof Error)) {
    return {
      code: 'bad_typescript',
      message: `threw ${String(thrown)}`,
      at: { file: shownPath(around.root, around.file) },
      fix: throwing,
    }
  }
  const missing = around.missing.get(thrown)
  const at = missing ? importSite(missing.specifier, missing.from, around.texts) : siteOfError(thrown, around.texts)
  return {
    code: 'bad_typescript',
    message: missing ? `cannot find "${missing.specifier}"` : wording(thrown),
    at: at ? placeOf(at, around.root) : { file: shownPath(around.root, around.file) },
    fix: missing ? fixOfMissing(missing.specifier) : fixOf(thrown, around.offered),
  }
}

export const placeOf = ({ path, line, column }: Site, root: string): Place => ({
  file: shownPath(root, path),
  line,
  column,
})

/** The innermost spot of a stack that lies in one of the user's files. */
export const siteOf = (stack: string, texts: ReadonlyMap<string, string>): Site | null => {
  for (const [, url = '', line, column] of stack.matchAll(/(file:\/\/\S+?):(\d+):(\d+)\)?$/gm)) {
    const path = fileURLToPath(url)
    if (texts.has(path)) return { path, line: Number(line), column: Number(column) }
  }
  return null
}

const siteOfError = (thrown: Error, texts: ReadonlyMap<string, string>): Site | null =>
  siteOfHeading(thrown.stack ?? '') ?? siteOfJson(thrown.message) ?? siteOf(thrown.stack ?? '', texts)

/** A syntax error's stack begins with `file:line`, the line itself, and carets below the fault. */
const siteOfHeading = (stack: string): Site | null => {
  const found = /^(file:\/\/\S+|\/\S.*?|[A-Za-z]:\\.*?):(\d+)\n/.exec(stack)
  if (!found?.[1]) return null
  const carets = /^(\s*)\^+\s*$/m.exec(stack.slice(0, stack.indexOf('\n    at ')))
  const path = found[1].startsWith('file:') ? fileURLToPath(found[1]) : found[1]
  return { path, line: Number(found[2]), column: (carets?.[1]?.length ?? 0) + 1 }
}

const siteOfJson = (message: string): Site | null => {
  const found = /^(.+?\.json): .*\(line (\d+) column (\d+)\)$/s.exec(message)
  return found?.[1] ? { path: found[1], line: Number(found[2]), column: Number(found[3]) } : null
}

const importSite = (specifier: string, from: string, texts: ReadonlyMap<string, string>): Site => {
  const text = texts.get(from) ?? ''
  const at = Math.max(text.indexOf(`'${specifier}'`), text.indexOf(`"${specifier}"`), 0)
  const before = text.slice(0, at).split('\n')
  return { path: from, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const noExport = /^The requested module '(.+)' does not provide an export named '(.+)'$/

const wording = (thrown: Error): string => {
  const message = messageOf(thrown)
    .replace(/^\/.*?\.json: /, '')
    .replace(noExport, '"$1" has no export "$2"')
    .replace('token `<eof>`', 'end of the file')
  return thrown.name === 'Error' || thrown.name === 'SyntaxError' ? message : `${thrown.name}: ${message}`
}

const fixOfMissing = (specifier: string): string => {
  if (specifier.startsWith('pintail/')) return "a definition file imports from 'pintail' only"
  return /^[./]/.test(specifier) ? 'correct the path' : `install it: npm install ${specifier}`
}

const fixOf = (thrown: Error, offered: readonly string[]): string => {
  if ('code' in thrown && thrown.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return 'types are erased, not compiled: write a union of texts or a const object instead'
  }
  const [, from, name = ''] = noExport.exec(thrown.message) ?? []
  const shown = offered.flatMap((it) => (it === 'p1' ? ['p1…p99'] : /^p\d+$/.test(it) ? [] : [it]))
  if (from === 'pintail') return didYouMean(name, offered, `it has ${shown.join(', ')}`)
  if (from !== undefined) return `correct the name, or export "${name}" there`
  if (thrown instanceof SyntaxError || 'code' in thrown) return 'mend what is written there   pintail plan'
  return throwing
}

const throwing = 'mend what throws there   pintail plan'
