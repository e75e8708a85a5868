// How does an editor learn what `import 'pintail'` gives? The types of src/core/define*.ts become one entry of
// src/definitions/declarations.ts. `node build/embed-types.ts` writes the file, `--check` says whether it is stale.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { featureTypes } from '../src/core/values.ts'
import { keepFresh, literal } from './generated.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src/definitions/declarations.ts')

const options = [
  '--ignoreConfig --declaration --emitDeclarationOnly --stripInternal --newLine lf --types node --target esnext',
  '--module nodenext --moduleResolution nodenext --strict --erasableSyntaxOnly --allowImportingTsExtensions',
].flatMap((line) => line.split(' '))

/** What the TypeScript compiler says that define.ts and the files it hands on export. */
const emitted = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-types-'))
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, ...options, '--outDir', folder, 'src/core/define.ts'], { cwd: root })
    const files = readdirSync(folder).filter((file) => /^define.*\.d\.ts$/.test(file))
    return files
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** As the body of `declare module`, complete in itself. */
const declarations = (): string => {
  const types = `export type FeatureType = ${featureTypes.map((type) => `'${type}'`).join(' | ')};`
  const body = emitted()
    .replaceAll(/^(import|export \*) .*\n/gm, '')
    .replaceAll(/^export declare /gm, 'export ')
    .replaceAll(/^export \{\};\n/gm, '')
  const lines = `/** The type of a feature or column. */\n${types}\n${body}`.trimEnd().split('\n')
  const inside = lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')
  return `// What \`import 'pintail'\` gives, for editors; written by Pintail, which never reads it.\ndeclare module 'pintail' {\n${inside}\n}\n`
}

/** The TypeScript module that holds the text. */
export const moduleOfTypes = (): string =>
  [
    "// What does an editor read about `import 'pintail'`? Generated from core/define.ts by `npm run embed`; edit that.\n",
    `export const declarations = ${literal(declarations())}\n`,
  ].join('')

if (import.meta.main) keepFresh(root, target, moduleOfTypes())
