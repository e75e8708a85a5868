// Do the clinic's TypeScript and YAML definitions say the same?
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { test } from 'node:test'
import { parse } from 'yaml'
import { collected } from '../../src/core/define.ts'

const folder = new URL('../../sample-data/clinic/', import.meta.url)
const builders = new URL('../../src/core/define.ts', import.meta.url).href

test('features/heart.ts and heart.yaml declare the same things', async () => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'pintail'
        ? { url: builders, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  })
  await import(new URL('features/heart.ts', folder).href)
  hooks.deregister()
  const declared: Record<string, Record<string, unknown>> = {}
  for (const { kind, name, body } of collected()) declared[kind] = { ...declared[kind], [name]: body }
  assert.deepEqual(declared, parse(readFileSync(new URL('heart.yaml', folder), 'utf8')))
})
