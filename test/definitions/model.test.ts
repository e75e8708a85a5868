// Do TypeScript and YAML say the same thing? The example of the model, both ways; and the worker as it is bundled.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { type Catalog, catalogOf } from '../../src/core/catalog.ts'
import { loadTypescript } from '../../src/definitions/typescript.ts'
import { readYamlDefinitions } from '../../src/definitions/yaml.ts'
import { modelScript, modelYaml } from './model.ts'
import { temporaryFolder, told } from './temporary-project.ts'

const plain = ({ entities, sources, views, services }: Catalog) => ({ entities, sources, views, services })

const fromYaml = plain(catalogOf(readYamlDefinitions(modelYaml, 'heart.yaml').declarations))

test('the model is what it says', () => {
  const cardiac = fromYaml.views.get('cardiac')
  assert.deepEqual(cardiac?.keys, [{ name: 'patient_id', type: 'string' }])
  assert.equal(cardiac?.ttl, 365n * 86_400_000_000n)
  assert.deepEqual(
    cardiac?.features.map(({ name }) => name),
    ['age', 'age_normalized', 'cholesterol_risk_score', 'age_band'],
  )
  assert.deepEqual(fromYaml.services.get('heart_risk')?.features, [
    'cardiac:age_normalized',
    'cardiac:cholesterol_risk_score',
  ])
})

test('TypeScript says the same as YAML', async (t) => {
  const root = temporaryFolder(t, { 'heart.ts': modelScript })
  const { declarations, problems } = await loadTypescript({ root, files: [join(root, 'heart.ts')] })
  assert.deepEqual(problems, [])
  assert.deepEqual(plain(catalogOf(declarations)), fromYaml)
})

test('the worker says the same when it is one script, as in the executable', async (t) => {
  const entry = join(import.meta.dirname, '../../src/definitions/worker.ts')
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  })
  const root = temporaryFolder(t, {
    'heart.ts': modelScript,
    'broken.ts': "import { csv } from 'pintail'\nimport './gone'\n",
    'enum.ts': 'enum A { B }\n',
  })
  const files = ['broken.ts', 'enum.ts', 'heart.ts'].map((file) => join(root, file))
  const { declarations, problems } = await loadTypescript({ root, files }, { code: outputFiles[0]?.text ?? '' })
  assert.deepEqual(plain(catalogOf(declarations)), fromYaml)
  assert.deepEqual(
    problems.map((it) => told(it).split(' → ')[0]),
    [
      'bad_typescript broken.ts:2:8 cannot find "./gone"',
      'bad_typescript enum.ts:1:1 TypeScript enum is not supported in strip-only mode',
    ],
  )
  assert.deepEqual(declarations[0]?.place(['keys', 'patient_id']), { file: 'heart.ts', line: 3, column: 64 })
})
