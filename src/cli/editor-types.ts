// How does an editor know what a definition may say? Type declarations in the project, made anew when they are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const declarations = ''

const place = (folder: string): string => join(folder, '.pintail', 'types', 'pintail.d.ts')

export const writeEditorTypes = (folder: string): void => {
  const target = place(folder)
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  writeFileSync(target, declarations)
}

/** For a project that was cloned, or made by an older Pintail; a project without TypeScript needs none. */
export const refreshEditorTypes = (folder: string): void => {
  if (!existsSync(join(folder, 'tsconfig.json'))) return
  if (existsSync(place(folder)) && readFileSync(place(folder), 'utf8') === declarations) return
  writeEditorTypes(folder)
}
