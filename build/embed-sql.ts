// How does SQL reach the executable? Every sql/**/*.sql becomes one entry of src/sql/templates.ts.
// `node build/embed-sql.ts` writes the file, `--check` says whether the committed one is stale.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepFresh, literal } from './generated.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src/sql/templates.ts')

/** A template's name is its path below sql/ without extension, its text is the file as it stands. */
export interface Template {
  readonly name: string
  readonly text: string
}

export const readTemplates = (folder: string): Template[] =>
  globSync('**/*.sql', { cwd: folder })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ name: path.replace(/\.sql$/, ''), text: readFileSync(join(folder, path), 'utf8') }))

/** The TypeScript module that holds the templates. */
export const moduleOf = (templates: readonly Template[]): string => {
  const entries = templates.map(
    ({ name, text }) => `  '${name}': ${literal(text.replaceAll('\r\n', '\n').trimEnd())},\n`,
  )
  return [
    '// What SQL is there? Generated from sql/**/*.sql by `npm run embed`; edit those files.\n',
    `export const templates = {\n${entries.join('')}} satisfies Record<string, string>\n`,
    'export type TemplateName = keyof typeof templates\n',
  ].join('\n')
}

if (import.meta.main) keepFresh(root, target, moduleOf(readTemplates(join(root, 'sql'))))
