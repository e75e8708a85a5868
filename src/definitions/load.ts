// What does the project define? Every definition file, YAML and TypeScript, read into one checked catalog.
import { type Catalog, catalogOf } from '../core/catalog.ts'
import { PintailError } from '../core/errors.ts'
import { findDefinitionFiles } from './definition-files.ts'
import type { Project } from './project.ts'
import { shownPath } from './shown-path.ts'
import { readText } from './text.ts'
import { type LoadLimits, loadTypescript } from './typescript.ts'
import { type Found, readYamlDefinitions } from './yaml.ts'

/** Everything declared, unchecked, in the order of the files' names; what is wrong with the files beside it. */
export const loadDeclarations = async (project: Project, limits: LoadLimits = {}): Promise<Found> => {
  const files = findDefinitionFiles(project)
  const loading = loadTypescript({ root: project.root, files: files.typescript }, limits)
  const found = files.yaml.map((path) => readYamlFile(path, shownPath(project.root, path)))
  found.push(await loading)
  return {
    declarations: found.flatMap(({ declarations }) => declarations),
    problems: [...files.problems, ...found.flatMap(({ problems }) => problems)],
  }
}

/** Throws every problem of every file at once. */
export const loadCatalog = async (project: Project, limits: LoadLimits = {}): Promise<Catalog> => {
  const { declarations, problems } = await loadDeclarations(project, limits)
  return catalogOf(declarations, problems)
}

const readYamlFile = (path: string, file: string): Found => {
  try {
    return readYamlDefinitions(readText(path, file, 'bad_yaml'), file)
  } catch (thrown) {
    if (thrown instanceof PintailError) return { declarations: [], problems: thrown.problems }
    throw thrown
  }
}
