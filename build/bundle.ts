// How do all sources become one script? esbuild follows the imports; parts behind `import()`, and Node's own modules,
// are run when they are first needed, so that a small command stays fast.
import { readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import type { NativePack } from '../src/native.ts'

const root = join(import.meta.dirname, '..')

/** The file of each engine that finds its native module, and how it is to give it. */
const doors = [
  { engine: 'sqlite', file: /better-sqlite3[\\/]lib[\\/]binding\.js$/, gives: 'exports.getBinding = ' },
  { engine: 'duckdb', file: /@duckdb[\\/]node-bindings[\\/]duckdb\.js$/, gives: 'module.exports = ' },
]

/** Lets the engines take their native modules from the executable. */
const nativesFrom = (packs: readonly NativePack[]): Plugin => ({
  name: 'natives',
  setup: ({ onLoad }) => {
    for (const { engine, file, gives } of doors) {
      const pack = packs.find((it) => it.engine === engine)
      if (pack === undefined) throw new Error(`${engine} is not packed`)
      const load = `loadNative(${JSON.stringify(pack)})`
      const contents = [
        `const { loadNative } = require(${JSON.stringify(join(root, 'src/native.ts'))})`,
        gives.startsWith('module') ? `${gives}${load}` : `let addon\n${gives}() => (addon ??= ${load})`,
      ].join('\n')
      onLoad({ filter: file }, () => ({ contents, loader: 'js', resolveDir: root }))
    }
  },
})

/**
 * An `import` of Node's own module would be hoisted to the top and cost every command. Here each of its names asks for
 * the module when it is first used: `node:crypto` or `node:child_process` take milliseconds that most commands save.
 */
const lateBuiltins: Plugin = {
  name: 'late-builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z]/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'builtin' } : undefined))
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: lateBuiltin(path), loader: 'js' }))
  },
}

/** What is called as a function, or keeps its state in itself, is given whole. */
const lateBuiltin = (path: string): string => {
  const asked = `process.getBuiltinModule(${JSON.stringify(path)})`
  const builtin: unknown = process.getBuiltinModule(path)
  const isWhole = typeof builtin !== 'object' || builtin === null || /^(node:)?(process|console)$/.test(path)
  if (isWhole) return `module.exports = ${asked}`
  const names = Object.getOwnPropertyNames(builtin).filter((name) => /^\w+$/.test(name) && name !== 'default')
  return [
    'let builtin',
    `const get = (name) => (builtin ??= ${asked})[name]`,
    `module.exports = {${names.map((name) => `get ${name}() { return get('${name}') }`).join(',')}}`,
  ].join('\n')
}

/** Ink asks for it where DEV is set; the executable has none. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'none' }))
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: 'module.exports = { connectToDevTools() {} }',
      loader: 'js',
    }))
  },
}

export interface Bundle {
  readonly entry: string
  readonly output: string
  /** `script` is one that may await anywhere, `cjs` a worker or what the executable begins with. */
  readonly format: 'script' | 'cjs'
}

/** A script is one function that waits as a module may: there is nothing in it to import or export. */
const around = {
  script: { banner: '(async () => {', footer: '})()' },
  // Before any import: the pool is sized when it is first used, and DuckDB's queries must not fill it.
  cjs: { banner: "process.env.UV_THREADPOOL_SIZE ??= '16';", footer: '' },
}

/** A script has no place of its own; what asks for it does so outside the executable only. */
const notThere = {
  'import.meta.url': 'undefined',
  'import.meta.dirname': 'undefined',
  'import.meta.main': 'false',
  'import.meta.resolve': 'undefined',
}

export const bundle = async ({ entry, output, format }: Bundle, packs: readonly NativePack[]): Promise<Metafile> => {
  const options = {
    entryPoints: [join(root, entry)],
    outfile: output,
    bundle: true,
    format: format === 'script' ? 'esm' : format,
    platform: 'node',
    target: 'node26',
    // Names stay, so that a stack trace (`--debug`) can be read.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', ...notThere },
    banner: { js: around[format].banner },
    footer: { js: around[format].footer },
    plugins: [nativesFrom(packs), lateBuiltins, noDevtools],
    logLevel: 'warning',
    metafile: true,
  } satisfies BuildOptions
  const { metafile } = await build(options)
  if (format === 'script') writeFileSync(output, escaped(readFileSync(output, 'utf8')))
  return metafile
}

/** esbuild leaves letters beyond ASCII in tagged templates. */
const escaped = (text: string): string =>
  text.replaceAll(/\P{ASCII}/gu, (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  )
