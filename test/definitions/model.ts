// The same definitions in both forms: the example of the model, and every way to write a feature.

export const modelScript = `import { bucketize, csv, entity, featureService, featureView, minMax, sql } from 'pintail'

export const patient = entity('patient', { keys: { patient_id: 'string' } })

export const visits = csv('visits', { path: 'data/visits.csv', timestamp: 'measured_at', created: 'recorded_at' })

export const cardiac = featureView('cardiac', {
  entity: patient,
  source: visits,
  ttl: '365d',
  owner: 'ml-team',
  tags: ['cardiac'],
  features: {
    age: 'age',
    age_normalized: minMax('age'),
    cholesterol_risk_score: {
      ...sql\`CASE WHEN chol >= 240 THEN 1.0 WHEN chol >= 200 THEN 0.5 ELSE 0.0 END\`,
      type: 'float64',
      description: 'Step score for serum cholesterol',
    },
    age_band: bucketize('age', { edges: [40, 60], default: 0 }),
  },
})

export const heartRisk = featureService('heart_risk', { features: [cardiac.pick('age_normalized', 'cholesterol_risk_score')] })
`

export const modelYaml = `entities:
  patient: { keys: { patient_id: string } }
sources:
  visits: { type: csv, path: data/visits.csv, timestamp: measured_at, created: recorded_at }
views:
  cardiac:
    entity: patient            # or entities: [user, merchant]
    source: visits
    ttl: 365d
    owner: ml-team
    tags: [cardiac]
    features:
      age: age                                    # a bare string is a SQL expression over the source's columns
      age_normalized: { minMax: age }
      cholesterol_risk_score:
        sql: CASE WHEN chol >= 240 THEN 1.0 WHEN chol >= 200 THEN 0.5 ELSE 0.0 END
        type: float64
        description: Step score for serum cholesterol
      age_band: { bucketize: age, edges: [40, 60], default: 0 }
services:
  heart_risk: { features: [cardiac:age_normalized, cardiac:cholesterol_risk_score] }
`
