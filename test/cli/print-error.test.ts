// How an error is told: the form of the interface page, for one problem or several.
import { deepEqual, equal, match } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { errorText, exitOf } from '../../src/cli/print-error.ts'
import { plain } from '../../src/cli/style.ts'
import { PintailError } from '../../src/core/errors.ts'

const unknown = new PintailError({
  code: 'unknown_feature',
  message: 'feature view "cardiac" has no feature "cholesterol_score"',
  at: { file: 'features/heart.yaml', line: 18, column: 20, within: 'service "heart_risk"' },
  fix: 'did you mean "cholesterol_risk_score"?   pintail list features --view cardiac',
})
const text = { json: false, debug: false, paint: plain, directory: '/project' }

describe('an error', () => {
  it('says what, where and what mends it', () =>
    equal(
      errorText(unknown, text),
      [
        'error: feature view "cardiac" has no feature "cholesterol_score"   [unknown_feature]',
        '  at   features/heart.yaml:18:20, service "heart_risk"',
        '  fix  did you mean "cholesterol_risk_score"?   pintail list features --view cardiac',
        '',
      ].join('\n'),
    ))
  it('leaves out what it does not know', () => {
    const error = new PintailError({
      code: 'busy',
      message: 'another run is writing',
      at: { file: 'a.yaml', column: 3 },
    })
    equal(errorText(error, text), 'error: another run is writing   [busy]\n  at   a.yaml\n')
  })
  it('tells a place below the folder from there on', () => {
    const at = (file: string) => errorText(new PintailError({ code: 'busy', message: 'x', at: { file } }), text)
    match(at('/project/data/a.csv'), /at {3}data\/a\.csv\n/)
    match(at('/projects/a.csv'), /at {3}\/projects\/a\.csv\n/)
  })
  it('in a definition file makes the definitions invalid', () => equal(exitOf(unknown), 3))
  it('tells every problem', () => {
    const error = new PintailError({ code: 'bad_yaml', message: 'one' }, [
      { code: 'unknown_key', message: 'two', fix: 'x' },
    ])
    equal(errorText(error, text), 'error: one   [bad_yaml]\nerror: two   [unknown_key]\n  fix  x\n')
  })
  it('is the same as an object', () => {
    deepEqual(JSON.parse(errorText(unknown, { ...text, json: true })), {
      code: 'unknown_feature',
      message: 'feature view "cardiac" has no feature "cholesterol_score"',
      at: { file: 'features/heart.yaml', line: 18, column: 20, within: 'service "heart_risk"' },
      fix: 'did you mean "cholesterol_risk_score"?   pintail list features --view cardiac',
      exit: 3,
    })
    const several = new PintailError({ code: 'bad_yaml', message: 'one' }, [{ code: 'unknown_key', message: 'two' }])
    deepEqual(JSON.parse(errorText(several, { ...text, json: true })).problems.length, 2)
  })
  it('shows a stack only when asked, with its causes', () => {
    const error = new PintailError({ code: 'store_damaged', message: 'broken', cause: new Error('the cause') })
    equal(errorText(error, text).includes(' at '), false)
    match(errorText(error, { ...text, debug: true }), /broken[\s\S]*caused by Error: the cause/)
  })
  it('that nobody expected points to --debug and ends with 1', () => {
    const told = errorText(new TypeError('x is not a function'), text)
    match(told, /^error: x is not a function {3}\[engine_failure\]\n {2}fix .*--debug/)
    equal(exitOf(new TypeError('x')), 1)
    equal(exitOf(new PintailError({ code: 'unknown_view', message: 'x' })), 2)
  })
  it('of several lines stays one block', () =>
    equal(errorText(new PintailError({ code: 'busy', message: 'a\nb' }), text), 'error: a\n  b   [busy]\n'))
})
