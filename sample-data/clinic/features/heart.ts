// What does a heart model read? Six cardiac features over the visits of a synthetic clinic.
import { csv, entity, featureService, featureView, minMax } from 'pintail'

export const patient = entity('patient', {
  keys: { patient_id: 'string' },
  description: 'A patient of the sample clinic, who never lived',
})

export const visits = csv('visits', {
  path: 'data/visits.csv',
  timestamp: 'measured_at',
  created: 'recorded_at',
  description: 'What a visit measured, and when the clinic wrote it down',
})

export const cardiac = featureView('cardiac', {
  entity: patient,
  source: visits,
  ttl: '3650d',
  owner: 'ml-team',
  tags: ['cardiac'],
  description: 'The cardiac picture of a patient, as of the newest visit',
  features: {
    age_normalized: minMax('age', {
      description: 'Age between the youngest (0) and the oldest (1) patient',
    }),
    cholesterol_risk_score: {
      sql: 'CASE WHEN chol >= 240 THEN 1.0 WHEN chol >= 200 THEN 0.5 ELSE 0.0 END',
      type: 'float64',
      description: 'Step score for serum cholesterol, mg/dl',
    },
    max_heart_rate_ratio: {
      sql: 'thalach / (220 - age)',
      type: 'float64',
      description: 'Highest heart rate reached, as a share of the rate expected at that age',
    },
    st_depression_score: {
      sql: 'least(oldpeak / 6.2, 1)',
      type: 'float64',
      description: 'ST depression under exercise against the deepest one published, 6.2 mm',
    },
    vessel_score: {
      sql: 'ca / 3',
      type: 'float64',
      description: 'Share of the major vessels coloured by fluoroscopy; null where none was made',
    },
    composite_risk_score: {
      sql: '0.25 * age_normalized + 0.20 * cholesterol_risk_score + 0.20 * st_depression_score + 0.15 * vessel_score + 0.20 * exang',
      type: 'float64',
      description: 'Weighted sum of the scores and of angina under exercise; null where a part is null',
      tags: ['cardiac', 'score'],
    },
  },
})

export const heartRisk = featureService('heart_risk', {
  features: [cardiac.all()],
  description: 'What the heart model reads',
})
