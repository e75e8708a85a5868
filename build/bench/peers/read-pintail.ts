// What does a read through the front door cost in process? One key and a hundred. Arguments: project, keys there are.
import { open } from '../../../src/pintail.ts'
import { timeReads } from './timing.ts'

const [project = '', keys = '1'] = process.argv.slice(2)
const pintail = await open(project)
const reader = pintail.reader({ features: ['bench:*'], service: null, fullFeatureNames: false })
timeReads(Number(keys), (ids) => reader.read(new Map([['id', ids]])))
await pintail.close()
