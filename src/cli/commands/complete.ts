// What may come next? Asked by the script that `completion` prints, with the words typed so far.
import type { Verb } from '../verb.ts'

export const complete: Verb = {
  words: [{ form: '[word...]', about: 'the words typed so far, after --' }],
  options: [],
  examples: [{ line: 'pintail complete -- ingest --f', about: 'what a shell asks' }],
  run: async (given, context) => {
    await context.print(await context.completions(given.words, context.io))
    return undefined
  },
}
