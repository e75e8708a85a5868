// Is every key read as it was written, whatever stands in it, and is what people type understood?
import { deepEqual, equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readKeyText, writeKey } from '../../src/core/key-text.ts'

type Pairs = readonly (readonly [string, string])[]

const written: readonly (readonly [Pairs, string])[] = [
  [[['patient_id', 'p042']], 'patient_id=p042'],
  [
    [
      ['user', '1'],
      ['merchant', '2'],
    ],
    'user=1,merchant=2',
  ],
  [[['user', 'a,b']], 'user="a,b"'],
  [
    [
      ['merchant', 'x,merchant=y'],
      ['user', 'w'],
    ],
    'merchant="x,merchant=y",user=w',
  ],
  [
    [
      ['merchant', 'a,b'],
      ['user', 'c"d'],
    ],
    'merchant="a,b",user=c"d',
  ],
  [
    [
      ['id', 'plain'],
      ['Shop Id', 'p q'],
    ],
    'id=plain,"Shop Id"=p q',
  ],
  [[['a', '"x"']], 'a="""x"""'],
  [[['a', '"']], 'a=""""'],
  [[['a', '']], 'a=""'],
  [[['a', ' x ']], 'a=" x "'],
  [[['a', 'b=c']], 'a=b=c'],
  [[['a', '\\']], 'a="\\"'],
  [
    [
      ['a', '\\'],
      ['b', 'x'],
    ],
    'a="\\",b=x',
  ],
  [[['a', '\\,']], 'a="\\,"'],
  [[['a=b', 'x\ny']], '"a=b"=x\ny'],
]

const typed: readonly (readonly [string, readonly string[] | null, Pairs | null])[] = [
  ['user=a,b', null, [['user', 'a,b']]],
  ['user=a\\,merchant=b', null, [['user', 'a,merchant=b']]],
  [
    'user=1, merchant=2',
    null,
    [
      ['user', '1'],
      ['merchant', '2'],
    ],
  ],
  ['Shop Id=p', null, [['Shop Id', 'p']]],
  ['id=x,Shop Id=p', null, [['id', 'x,Shop Id=p']]],
  [
    'id=x,Shop Id=p',
    ['id', 'Shop Id'],
    [
      ['id', 'x'],
      ['Shop Id', 'p'],
    ],
  ],
  ['user="a', null, [['user', '"a']]],
  ['user="a"b', null, [['user', '"a"b']]],
  ['user=', null, [['user', '']]],
  ['user=a,', null, [['user', 'a,']]],
  ['user=\\', null, [['user', '\\']]],
  [
    'user = a , b = " c"',
    ['user', 'b'],
    [
      ['user', 'a'],
      ['b', ' c'],
    ],
  ],
  ['user = a', null, [['user', ' a']]],
  ['user', null, null],
  ['', null, null],
  ['=x', null, null],
]

describe('a key on one line', () => {
  for (const [pairs, text] of written)
    it(text, () => {
      equal(writeKey(pairs), text)
      deepEqual(readKeyText(text), pairs)
    })
  for (const [text, names, pairs] of typed)
    it(`typed ${text} ${names?.join('|') ?? ''}`, () => deepEqual(readKeyText(text, names), pairs))
})
