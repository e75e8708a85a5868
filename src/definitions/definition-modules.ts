// How does a definition file find what it imports? `pintail` is this very program; helpers need no extension.
import { type LoadHookSync, type ResolveHookSync, stripTypeScriptTypes } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shownPath } from './shown-path.ts'
import { readText } from './text.ts'

/** An import that led nowhere. */
export interface MissingImport {
  readonly specifier: string
  /** Absolute path of the file that asked. */
  readonly from: string
}

export interface DefinitionModules {
  readonly hooks: { readonly resolve: ResolveHookSync; readonly load: LoadHookSync }
  /** Absolute path → JavaScript text of every file of the user's that was loaded. */
  readonly texts: ReadonlyMap<string, string>
  /** By the error that it caused. */
  readonly missing: WeakMap<object, MissingImport>
}

const endings = ['.ts', '.mts', '.js', '.mjs', '.json', '/index.ts', '/index.js']

/** What a relative import may have meant: `./x` is `./x.ts`, and `./x.js` is written for `./x.ts`. */
const meant = (specifier: string): string[] => [
  ...endings.map((ending) => specifier + ending),
  ...(/\.m?js$/.test(specifier) ? [specifier.replace(/js$/, 'ts')] : []),
]

export const definitionModules = (root: string, offered: object): DefinitionModules => {
  const texts = new Map<string, string>()
  const missing = new WeakMap<object, MissingImport>()
  const virtual = new Map([
    ['pintail', sourceOffering(offered)],
    ['pintail:import', 'export default (url) => import(url)'],
  ])

  const resolve: ResolveHookSync = (specifier, context, next) => {
    if (virtual.has(specifier)) {
      return { url: specifier.replace(/^pintail$/, 'pintail:sdk'), format: 'module', shortCircuit: true }
    }
    const found = resolveNear(specifier, context, next, missing)
    if (!found.url.endsWith('.json')) return found
    return { ...found, importAttributes: { ...context.importAttributes, type: 'json' } }
  }

  const load: LoadHookSync = (url, context, next) => {
    const source = virtual.get(url === 'pintail:sdk' ? 'pintail' : url)
    if (source !== undefined) return { format: 'module', source, shortCircuit: true }
    if (!isDefinitionModule(url)) return next(url, context)
    const path = fileURLToPath(url)
    const text = readText(path, shownPath(root, path), 'bad_typescript')
    const typed = extname(path).endsWith('ts')
    const script = typed ? stripTypeScriptTypes(text, { mode: 'strip', sourceUrl: url }) : text
    texts.set(path, script)
    return { format: 'module', source: script, shortCircuit: true }
  }
  return { hooks: { resolve, load }, texts, missing }
}

const resolveNear = (
  specifier: string,
  context: Parameters<ResolveHookSync>[1],
  next: Parameters<ResolveHookSync>[2],
  missing: DefinitionModules['missing'],
): ReturnType<ResolveHookSync> => {
  try {
    return next(specifier, context)
  } catch (thrown) {
    for (const other of /^\.{0,2}\//.test(specifier) ? meant(specifier) : []) {
      try {
        return next(other, context)
      } catch {}
    }
    const from = context.parentURL
    if (thrown instanceof Error && from?.startsWith('file:'))
      missing.set(thrown, { specifier, from: fileURLToPath(from) })
    throw thrown
  }
}

/** A definition file or a helper of it: an ES module whatever a package.json nearby says. */
const isDefinitionModule = (url: string): boolean => /^file:.*\.m?[jt]s$/.test(url) && !url.includes('/node_modules/')

/** A module that hands on values of this thread, which a virtual module can reach only through a global. */
const sourceOffering = (offered: object): string => {
  const shared = Symbol.for('pintail.sdk')
  Object.defineProperty(globalThis, shared, { value: offered })
  const names = Object.keys(offered).join(', ')
  return `export const { ${names} } = globalThis[Symbol.for('pintail.sdk')]`
}
