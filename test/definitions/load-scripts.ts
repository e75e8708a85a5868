// TypeScript definitions loaded from a folder of their own.
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type LoadLimits, loadTypescript } from '../../src/definitions/typescript.ts'
import { type Files, temporaryFolder } from './temporary-project.ts'

/** Loads the files named `*.ts`, `*.mts`, `*.js` and `*.mjs` that stand at the top of the folder. */
export const loadScripts = (t: TestContext, files: Files, limits: LoadLimits = {}) => {
  const root = temporaryFolder(t, files)
  const own = Object.keys(files).filter((path) => /^[^/]+\.m?[jt]s$/.test(path))
  return loadTypescript({ root, files: own.sort().map((path) => join(root, path)) }, limits)
}

export const entityScript = (name: string): string =>
  `import { entity } from 'pintail'\nentity('${name}', { keys: { id: 'string' } })\n`
