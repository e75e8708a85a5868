// Which files define something? Found by scanning the definitions folders; nobody keeps a list.
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, PintailError, type Problem } from '../core/errors.ts'
import type { Project } from './project.ts'
import { resolveInside } from './resolve-path.ts'
import { shownPath } from './shown-path.ts'

/** Absolute paths without symbolic links, each once, in the order of their names. */
export interface DefinitionFiles {
  readonly yaml: readonly string[]
  readonly typescript: readonly string[]
  readonly problems: readonly Problem[]
}

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path)
const isScript = (path: string): boolean => /\.(ts|mts|js|mjs)$/.test(path) && !/\.d\.m?ts$/.test(path)

export const findDefinitionFiles = (project: Project): DefinitionFiles => {
  const found = new Set<string>()
  const problems: Problem[] = []
  const visited = new Set<string>()

  const visit = (path: string): void => {
    try {
      const real = realpathSync(resolveInside(project, path, { file: shownPath(project.root, path) }))
      if (visited.has(real)) return
      visited.add(real)
      if (statSync(real).isDirectory()) for (const entry of entriesOf(real)) visit(join(path, entry.name))
      else if (isYaml(path) || isScript(path)) found.add(real)
    } catch (thrown) {
      const at = { file: shownPath(project.root, path) }
      if (thrown instanceof PintailError) problems.push(...thrown.problems)
      else problems.push({ code: 'bad_definition', message: `cannot be read: ${messageOf(thrown)}`, at })
    }
  }

  for (const folder of project.definitions) {
    const path = resolve(project.root, folder)
    if (existsSync(path)) visit(path)
    else problems.push(...missingFolder(project, folder))
  }
  const files = [...found].sort()
  return { yaml: files.filter(isYaml), typescript: files.filter(isScript), problems }
}

const entriesOf = (folder: string): Dirent[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))

/** A folder that nobody named may be absent: a project may begin without definitions. */
const missingFolder = (project: Project, folder: string): Problem[] => {
  const setting = project.settings.find(({ key }) => key === 'definitions')
  if (setting === undefined || setting.origin === 'default') return []
  const [file = '', line = '1'] = setting.origin.split(':')
  return [
    {
      code: 'bad_config',
      message: `the definitions folder "${folder}" does not exist`,
      at: { file, line: Number(line) },
      fix: `mkdir ${folder}`,
    },
  ]
}
