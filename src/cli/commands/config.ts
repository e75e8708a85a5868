// The settings in force: what pintail.yaml and the environment say, and the defaults for the rest.
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const config: Verb = {
  words: [{ form: '[what]', about: 'what to do, show without', choices: ['show'] }],
  options: [{ flags: '--origin', about: 'say where each comes from: default, file and line, or environment' }],
  examples: [
    { line: 'pintail config show', about: 'every setting' },
    { line: 'pintail config show --origin', about: 'and where it comes from' },
    { line: 'pintail config show --format json', about: 'for a program' },
  ],
  run: async (given, context) => {
    const { settings } = await context.project()
    const shown = settings.map(({ key, value, origin }) =>
      given.flag('origin') ? { key, value, origin } : { key, value },
    )
    await context.printSheet(sheetOf(shown))
    return undefined
  },
}
