// Do a sample's TypeScript and YAML definitions say the same?
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { test } from 'node:test'
import { parse } from 'yaml'
import { collected } from '../../src/core/define.ts'

const folder = new URL('../../sample-data/', import.meta.url)
const builders = new URL('../../src/core/define.ts', import.meta.url).href

const declaredBy = async (path: string): Promise<unknown> => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'pintail'
        ? { url: builders, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  })
  await import(new URL(path, folder).href)
  hooks.deregister()
  const declared: Record<string, Record<string, unknown>> = {}
  for (const { kind, name, body } of collected()) declared[kind] = { ...declared[kind], [name]: body }
  return declared
}

const pairs = [
  ['clinic/features/heart.ts', 'clinic/heart.yaml'],
  ['shop/features/shop.ts', 'shop/shop.yaml'],
] as const

for (const [script, yaml] of pairs) {
  test(`${script} and ${yaml} declare the same things`, async () => {
    assert.deepEqual(await declaredBy(script), parse(readFileSync(new URL(yaml, folder), 'utf8')))
  })
}
