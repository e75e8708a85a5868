// The newest features of one or more keys.
import { PintailError } from '../../core/errors.ts'
import { readEntities } from '../entities.ts'
import { longSheet, wideSheet } from '../present/online.ts'
import type { Verb } from '../verb.ts'
import { wantedOf, wantedOptions } from '../wanted.ts'

export const online: Verb = {
  words: [],
  options: [
    { flags: '--entity <key=value>', about: 'a key; one that comes again begins the next row', list: 'repeated' },
    ...wantedOptions,
    { flags: '--statuses', about: 'a row a feature, with status and event time, as a table has it' },
  ],
  examples: [
    { line: 'pintail online --entity patient_id=p042 --service heart_risk', about: 'what a model reads' },
    {
      line: 'pintail online --entity patient_id=p042 --entity patient_id=p043 --features cardiac:vessel_score',
      about: 'one feature of two patients',
    },
    {
      line: 'pintail online --entity user=1,merchant=2 --features spending:mean_7d',
      about: 'a key of two parts',
    },
  ],
  run: async (given, context) => {
    const entities = readEntities(given.list('entity'))
    if (entities.size === 0) {
      throw new PintailError({
        code: 'missing_argument',
        message: 'say whose features: --entity',
        fix: 'pintail online --help',
      })
    }
    const wanted = wantedOf(given)
    const answer = await context.withProject(async (pintail) => pintail.online({ ...wanted, entities }))
    const long = given.flag('statuses') || context.format === 'table'
    await context.printSheet(long ? longSheet(answer) : wideSheet(answer))
    return undefined
  },
}
