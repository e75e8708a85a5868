// One small project, varied by tests: visits of patients, with JSON and derived columns.
import type { Columns, Definitions } from './workshop.ts'

export const heartColumns: Columns = {
  visits: {
    patient_id: 'string',
    measured_at: 'timestamp',
    recorded_at: 'timestamp',
    age: 'int64',
    chol: 'int64',
    weight: 'float64',
    'Blood Group': 'string',
    note: 'string',
    props: 'string',
  },
}

type Body = Record<string, unknown>

export interface Heart {
  readonly entity: Body
  readonly source: Body
  readonly view: Body
  readonly features: Record<string, unknown>
  readonly services: Record<string, Body>
}

export const heart = (): Heart => ({
  entity: { keys: { patient_id: 'string' } },
  source: {
    type: 'csv',
    path: 'data/visits.csv',
    timestamp: 'measured_at',
    created: 'recorded_at',
    columns: {
      device: { json: 'props', path: '$.ua.device' },
      shout: { sql: 'upper(device)' },
      pulse: { json: 'props', path: '$.pulse', type: 'float64' },
    },
  },
  view: { entity: 'patient', source: 'visits', ttl: '365d', where: 'chol IS NOT NULL' },
  features: {
    age: 'age',
    age_normalized: { minMax: 'age' },
    risk: { sql: 'CASE WHEN chol >= 240 THEN 1.0 ELSE 0.0 END', default: 0 },
    score: 'age_normalized + risk',
    device: 'device',
    loud: 'shout',
    heavy: { sql: 'weight > fit_quantile(weight, 0.9)', type: 'int32' },
  },
  services: { heart_risk: { features: ['cardiac:age_normalized', 'cardiac:score'] } },
})

export const definitionsOf = ({ entity, source, view, features, services }: Heart): Definitions => ({
  entities: { patient: entity },
  sources: { visits: source },
  views: { cardiac: { ...view, features } },
  services,
})

/** The project after an edit. */
export const edited = (edit: (heart: Heart) => Heart): Definitions => definitionsOf(edit(heart()))

export const withFeature =
  (name: string, definition: unknown) =>
  (it: Heart): Heart => ({ ...it, features: { ...it.features, [name]: definition } })

export const withView =
  (over: Body) =>
  (it: Heart): Heart => ({ ...it, view: { ...it.view, ...over } })

export const withSource =
  (over: Body) =>
  (it: Heart): Heart => ({ ...it, source: { ...it.source, ...over } })

export const withColumn =
  (name: string, definition: unknown) =>
  (it: Heart): Heart => ({
    ...it,
    source: { ...it.source, columns: { ...(it.source.columns as Body), [name]: definition } },
  })

export const without =
  (name: string) =>
  (it: Heart): Heart => ({
    ...it,
    features: Object.fromEntries(Object.entries(it.features).filter(([feature]) => feature !== name)),
  })
