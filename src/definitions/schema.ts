// How does an editor check the YAML form? As JSON Schema, made from the one that Pintail itself reads with.
import { definitions } from '../core/definitions.ts'

/** Draft 7, which every editor knows. */
export const jsonSchema = (): Record<string, unknown> =>
  definitions
    .meta({
      $id: 'urn:pintail:definitions',
      title: 'Pintail definitions',
      description: 'Entities, sources, feature views and feature services of a Pintail project',
    })
    .toJSONSchema({
      target: 'draft-07',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema: json }) => {
        if (zodSchema._zod.def.type === 'bigint') json.type = 'integer'
      },
    })
