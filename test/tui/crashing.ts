// A terminal UI that breaks while it draws: what the registry says of a feature throws where it is presented.
import { open } from '../../src/pintail.ts'
import { showUi } from '../../src/tui/app.ts'

const [project = ''] = process.argv.slice(2)
const pintail = await open(project)
const front = {
  ...pintail,
  show: (reference: string) => ({
    ...pintail.show(reference),
    get owner(): string {
      throw new Error('nobody can be named')
    },
  }),
}
const { stdin, stdout, stderr } = process
try {
  await showUi(
    front,
    { stdin, stdout, stderr, signal: new AbortController().signal, suspend: async () => {} },
    {
      project: 'clinic',
      directory: project,
      wishes: { environment: process.env, color: true, ascii: false },
      screen: null,
      select: [],
      at: null,
      readonly: null,
    },
  )
} catch (thrown) {
  stdout.write(`told: ${thrown instanceof Error ? thrown.message : thrown}\n`)
  process.exitCode = 1
}
await pintail.close()
