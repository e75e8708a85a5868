// Spines for tests: loaded with one key `id`, read back as they are asked about, refused with a code and words.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PintailError } from '../../src/core/errors.ts'
import { formatInstant } from '../../src/core/instants.ts'
import type { FeatureType } from '../../src/core/values.ts'
import type { SpineInput } from '../../src/core/verbs.ts'
import { loadSpine, type Spine } from '../../src/retrieval/spine.ts'
import type { Engine } from './engine.ts'

export interface Spines {
  load(input: SpineInput, type?: FeatureType, timestamp?: string | null): Promise<Spine>
  file(name: string, content: string | Uint8Array): SpineInput
  /** Keys and instants as they are asked about. */
  asked(): Promise<unknown[][]>
}

export const spinesIn = ({ session, folder }: Engine): Spines => ({
  load: (input, type = 'int64', timestamp = null) =>
    loadSpine(session, input, { keys: [{ key: { name: 'id', type }, view: 'v' }], timestamp }),
  file: (name, content) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return { path, format: null }
  },
  asked: async () => {
    const rows = await session.rows('SELECT key0, instant FROM asked ORDER BY rid')
    return rows.map((row) => [row.key0, typeof row.instant === 'bigint' ? formatInstant(row.instant) : null])
  },
})

/** Each word is looked for in the message, the fix and the place. */
export const refused = async (loading: Promise<unknown>, code: string, ...words: RegExp[]): Promise<void> => {
  const error = await loading.then(
    () => assert.fail('it was read'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof PintailError, String(error))
  assert.equal(error.code, code, error.message)
  assert.ok(error.fix, 'has a fix')
  const said = `${error.message} ${error.fix} ${error.at?.file ?? ''}:${error.at?.line ?? ''}`
  for (const word of words) assert.match(said, word)
}
