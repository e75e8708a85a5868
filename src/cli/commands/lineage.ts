// Where does a thing come from, and what is made of it?
import type { LineageDirection } from '../../core/lineage.ts'
import { lineageLines, mermaidText } from '../present/lineage.ts'
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const lineage: Verb = {
  words: [{ form: '<ref>', about: 'as of show; or a column as source.column', names: 'thing' }],
  options: [
    { flags: '--up', about: 'what it is made of; without --down nothing else' },
    { flags: '--down', about: 'what is made of it; without --up nothing else' },
    { flags: '--mermaid', about: 'as a Mermaid flowchart, for a page of documentation' },
  ],
  examples: [
    { line: 'pintail lineage cardiac:composite', about: 'its columns and files, and whom it reaches' },
    { line: 'pintail lineage visits.chol --down', about: 'what changes with a column' },
    { line: 'pintail lineage heart_risk --up --mermaid', about: 'a drawing of a service' },
  ],
  run: async (given, context) => {
    const [reference = ''] = given.words
    const [up, down] = [given.flag('up'), given.flag('down')]
    const direction: LineageDirection = up === down ? 'both' : up ? 'up' : 'down'
    const found = await context.withProject(async (pintail) => pintail.lineage({ reference, direction }))
    if (given.flag('mermaid')) await context.print(mermaidText(found))
    else await context.report(lineageLines(found, context.paint), sheetOf([{ ...found }]))
    return undefined
  },
}
