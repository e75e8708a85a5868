// Records the definitions; asks first where something would be retired.
import { confirm } from '../ask.ts'
import { refreshEditorTypes } from '../editor-types.ts'
import { appliedLines, planLines, planSheet, retired, retirementQuestion } from '../present/plan.ts'
import type { Verb } from '../verb.ts'

export const apply: Verb = {
  words: [],
  options: [{ flags: '-y, --yes', about: 'retire what is no longer declared without asking' }],
  examples: [
    { line: 'pintail apply', about: 'record what plan shows' },
    { line: 'pintail apply --yes', about: 'in a script: retire what is no longer declared' },
  ],
  run: async (given, context) => {
    const { paint } = context
    await context.withProject(async (pintail) => {
      await refreshEditorTypes(pintail.project.root)
      if (!given.flag('yes')) {
        const planned = await pintail.plan()
        if (retired(planned).length > 0) {
          for (const line of planLines(planned, context.tint)) await context.narrate(line)
          await confirm(context.io, retirementQuestion(planned), 'pintail apply', context.signal)
        }
      }
      const applied = await pintail.apply()
      await context.report(appliedLines(applied, paint), planSheet(applied))
      if (applied.changes.length > 0) await context.hint(['pintail ingest'])
    })
    return undefined
  },
}
