// Where is the mistake in a spine that came through a pipe? Said of standard input, not of a file that is gone.
import { doesNotMatch, equal, match } from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeClinic, removeClinic } from './clinic.ts'
import { runInside } from './run-inside.ts'

const folder = await makeClinic()
after(() => removeClinic(folder))

const head = 'patient_id,event_timestamp\n'

for (const [what, input, said] of [
  ['a wrong instant', `${head}p1,nonsense\n`, /at {3}standard input\n/],
  ['a cell too many', `${head}p1,2024-01-01,3\n`, /at {3}standard input:2\n/],
  ['an open quote', `${head}p1,"2024\n`, /at {3}standard input:2\n/],
  ['nothing', '', /at {3}standard input\n/],
  ['half an object', '{"a":1', /in file "standard input"/],
  ['half a list', '[{"a":1]', /in file "standard input"/],
  ['no Parquet', 'PAR1xxxx', /File 'standard input' too small/],
] as const) {
  test(`${what} in it is said of standard input`, async () => {
    for (const verb of ['historical', 'select --target x']) {
      const args = [...verb.split(' '), '--spine', '-', '--service', 'heart_risk']
      const { status, stderr } = await runInside(args, folder, input)
      match(stderr, said)
      doesNotMatch(stderr, /\/tmp|spine'/)
      equal(status === 0, false)
    }
  })
}
