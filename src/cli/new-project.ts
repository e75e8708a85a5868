// How does a project come to be? Its files written where none stand yet; what stands there is kept.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { messageOf, PintailError } from '../core/errors.ts'
import { typesFile, writeEditorTypes } from './editor-types.ts'
import { projectFile } from './project.ts'
import { type TemplateFile, type TemplateName, templateFiles, textFile } from './templates.ts'

export interface Made {
  readonly path: string
  readonly about: string
  /** It stood there already and was left as it is. */
  readonly kept: boolean
}

export const stateFolder = '.pintail'

const settings = (name: string): string => `project: ${name}

# Every other key has a default; these are some of them.
# definitions: [features]
# engine: { threads: 2, memory_limit: 4GB }
# server: { host: 127.0.0.1, port: 6566 }
`

const compiler = {
  compilerOptions: {
    target: 'esnext',
    module: 'preserve',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
    paths: { pintail: ['./.pintail/types/pintail.d.ts'] },
  },
  include: ['features'],
}

/** Writes a project into the folder, which is made where it is missing; `types` is for editors. */
export const makeProject = (folder: string, template: TemplateName, types: string): readonly Made[] => {
  if (existsSync(join(folder, projectFile))) {
    throw new PintailError({
      code: 'folder_not_empty',
      message: `there is a project already: ${join(folder, projectFile)}`,
      fix: 'go on with it: pintail plan   or name another folder: pintail init heart',
    })
  }
  const files: TemplateFile[] = [
    ...templateFiles(template),
    textFile('tsconfig.json', 'lets an editor check the definitions', () => `${JSON.stringify(compiler, null, 2)}\n`),
    textFile(projectFile, 'the settings', () => settings(nameOf(folder))),
  ]
  try {
    const made = files.map((file) => place(folder, file))
    const ignored = ignoreState(folder)
    mkdirSync(join(folder, stateFolder), { recursive: true, mode: 0o700 })
    writeEditorTypes(folder, types)
    const written = { path: typesFile, about: "what `import 'pintail'` gives", kept: false }
    return [...made, ignored, written].sort((a, b) => (a.path < b.path ? -1 : 1))
  } catch (cause) {
    if (cause instanceof PintailError) throw cause
    throw new PintailError({
      code: 'output_unwritable',
      message: `the project cannot be written: ${messageOf(cause)}`,
      fix: 'name a folder that you may write to: pintail init heart',
      cause,
    })
  }
}

const place = (folder: string, { path, about, files }: TemplateFile): Made => {
  let kept = true
  for (const [name, content] of files()) {
    const target = join(folder, name)
    mkdirSync(dirname(target), { recursive: true })
    if (existsSync(target)) continue
    writeFileSync(target, content, { flag: 'wx' })
    kept = false
  }
  return { path, about, kept }
}

/** The state is never committed: the line is added to a file that lacks it. */
const ignoreState = (folder: string): Made => {
  const path = '.gitignore'
  const about = `keeps ${stateFolder}/ out of git`
  const target = join(folder, path)
  const before = existsSync(target) ? readFileSync(target, 'utf8') : ''
  if (/^\/?\.pintail\/?\s*$/m.test(before)) return { path, about, kept: true }
  appendFileSync(target, `${before === '' || before.endsWith('\n') ? '' : '\n'}${stateFolder}/\n`)
  return { path, about, kept: false }
}

/** A project's name from its folder's: `My Models` → `my_models`. */
const nameOf = (folder: string): string => {
  const words =
    basename(folder)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  const name = words.join('_').replace(/^[0-9_]+/, '')
  return name === '' ? 'features' : name
}
