// Is everything in order? The installation and the project, each line with what mends it.
import { exitStatus } from '../../core/errors.ts'
import { checkInstallation, checkProject } from '../checkup.ts'
import { aligned } from '../present/columns.ts'
import { sheetOf } from '../sheet.ts'
import type { Tone } from '../style.ts'
import type { Verb } from '../verb.ts'

const tones: Readonly<Record<string, Tone>> = { ok: 'green', warn: 'yellow', fail: 'red' }

export const doctor: Verb = {
  words: [],
  options: [],
  examples: [
    { line: 'pintail doctor', about: 'ends with 1 when something fails' },
    { line: 'pintail doctor --format json', about: 'for a program' },
  ],
  run: async (_given, context) => {
    const { paint } = context
    const findings = [...(await checkInstallation(context)), ...(await checkProject(context))]
    const rows = findings.map(({ status, what, found, fix }) => [
      paint(tones[status] ?? 'dim', status.padEnd(4)),
      what,
      fix === undefined ? found : `${found}   ${paint('dim', 'fix')}  ${fix}`,
    ])
    await context.report(aligned(rows), sheetOf(findings.map((finding) => ({ ...finding }))))
    return findings.some(({ status }) => status === 'fail') ? exitStatus.failure : undefined
  },
}
