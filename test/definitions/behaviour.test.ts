// Do TypeScript and YAML say the same of events, and what do they say?
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Catalog, catalogOf } from '../../src/core/catalog.ts'
import { loadTypescript } from '../../src/definitions/typescript.ts'
import { readYamlDefinitions } from '../../src/definitions/yaml.ts'
import { behaviourScript, behaviourYaml } from './behaviour.ts'
import { temporaryFolder } from './temporary-project.ts'

const plain = ({ entities, sources, views, services }: Catalog) => ({ entities, sources, views, services })

const catalog = catalogOf(readYamlDefinitions(behaviourYaml, 'shop.yaml').declarations)

test('TypeScript says the same as YAML', async (t) => {
  const root = temporaryFolder(t, { 'shop.ts': behaviourScript })
  const { declarations, problems } = await loadTypescript({ root, files: [join(root, 'shop.ts')] })
  assert.deepEqual(problems, [])
  assert.deepEqual(plain(catalogOf(declarations)), plain(catalog))
})

test('windows and forms are features of their own, in the order of the definition', () => {
  const view = catalog.views.get('behaviour')
  assert.deepEqual(
    view?.features.slice(0, 8).map(({ name, declared, kind }) => [name, declared, kind]),
    [
      ['clicks_1h', 'clicks', 'aggregate'],
      ['clicks_1h_binary', 'clicks', 'aggregate'],
      ['clicks_7d', 'clicks', 'aggregate'],
      ['clicks_7d_binary', 'clicks', 'aggregate'],
      ['clicks_all', 'clicks', 'aggregate'],
      ['clicks_all_binary', 'clicks', 'aggregate'],
      ['spend_7d', 'spend_7d', 'aggregate'],
      ['mean_cls', 'mean_cls', 'aggregate'],
    ],
  )
})

test('to a view of events no ttl applies, and its SQL is over its features', () => {
  const view = catalog.views.get('behaviour')
  assert.equal(view?.ofEvents, true)
  assert.equal(view?.ttl, null)
  assert.deepEqual(
    view?.features.slice(-2).map((it) => [it.kind, 'expression' in it ? it.expression : '']),
    [
      ['formula', 'CAST("clicks_7d" AS DOUBLE) / nullif(CAST("clicks_all" AS DOUBLE), 0)'],
      ['formula', 'click_share * 2'],
    ],
  )
})
