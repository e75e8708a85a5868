// What may a definition file say? As JSON Schema, for editors.
import type { Verb } from '../verb.ts'

export const schema: Verb = {
  words: [],
  options: [],
  examples: [
    { line: 'pintail schema > pintail.schema.json', about: 'then point the editor to it' },
    { line: 'pintail schema | grep -c description', about: 'it says what each key means' },
  ],
  run: async (_given, context) => {
    const { jsonSchema } = await import('../../pintail.ts')
    await context.print(`${JSON.stringify(await jsonSchema(), null, 2)}\n`)
    return undefined
  },
}
