// How does an editor know what a definition may say? Type declarations in the project, made anew when they are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const typesFile = '.pintail/types/pintail.d.ts'

export const writeEditorTypes = (folder: string, types: string): void => {
  const target = join(folder, typesFile)
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  writeFileSync(target, types)
}

/** For a project that was cloned, or made by an older Pintail; a project without TypeScript needs none. */
export const refreshEditorTypes = async (folder: string): Promise<void> => {
  if (!existsSync(join(folder, 'tsconfig.json'))) return
  const { editorTypes } = await import('../pintail.ts')
  const types = await editorTypes()
  const target = join(folder, typesFile)
  try {
    if (!existsSync(target) || readFileSync(target, 'utf8') !== types) writeEditorTypes(folder, types)
  } catch {
    // Where they cannot be written the editor goes without; what else cannot be written says so itself.
  }
}
