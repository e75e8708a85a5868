// Is a report one page that loads nothing, is well-formed and small, and lets no text become more than a text?
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import type { CheckResult } from '../../src/core/checks.ts'
import type { FeatureDrift, ViewDrift } from '../../src/core/drift.ts'
import { type DriftTold, driftPage } from '../../src/monitoring/report/drift-page.ts'
import { alternative, columns, gathered, sharesOf } from '../../src/monitoring/report/histogram.ts'
import { escaped, html } from '../../src/monitoring/report/markup.ts'
import { runInside } from '../cli/run-inside.ts'
import { openWard, visits } from './ward.ts'

const hostile = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='x",
  '&lt;b&gt;',
  '\u202etxt.exe',
  'a\nb\u0000',
  'https://evil.example/x.js',
  ']]>',
  '\ud800',
]

const empty = new Set(['meta', 'br'])
const known = new Set(
  'html head meta title style body h1 h2 h3 p ul li div span small code br a table thead tbody tr th td details summary figure figcaption svg path text circle'.split(
    ' ',
  ),
)

/** Tags that close as they opened, attributes in quotes, nothing that loads or runs. */
const inspected = (page: string): string[] => {
  const open: string[] = []
  const texts: string[] = []
  assert.ok(page.startsWith('<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'))
  const body = page.slice('<!doctype html>\n'.length).replace(/<style>[^<]*<\/style>/, '')
  assert.ok(!/url\(|@import/.test(page))
  for (const [whole, tag = '', text = ''] of body.matchAll(/<([^>]*)>|([^<]+)/g)) {
    if (text !== '' || !whole.startsWith('<')) {
      assert.ok(!text.includes('>'), text)
      assert.doesNotMatch(text.replaceAll(/&(?:amp|lt|gt|quot|#39|ensp);/g, ''), /&/)
      texts.push(text)
      continue
    }
    if (tag.startsWith('/')) {
      assert.equal(open.pop(), tag.slice(1))
      continue
    }
    const parts = /^([a-z0-9]+)((?: [a-zA-Z-]+(?:="[^"<]*")?)*)(\/?)$/.exec(tag)
    assert.ok(parts, tag)
    const [, name = '', attributes = '', closed] = parts
    assert.ok(known.has(name), name)
    assert.doesNotMatch(attributes.replaceAll(/"[^"]*"/g, ''), / (?:on\w+|src|srcset|style|xlink\S*|action)/)
    for (const [, to = ''] of attributes.matchAll(/href="([^"]*)"/g)) assert.match(to, /^#f\d+$/)
    if (closed === '' && !empty.has(name)) open.push(name)
  }
  assert.deepEqual(open, [])
  return texts
}

const featureDrift = (name: string, over: Partial<FeatureDrift> = {}): FeatureDrift => ({
  ...{ feature: name, kind: 'numeric', verdict: 'ok', baseline_rows: 100, current_rows: 100 },
  ...{
    null_share_baseline: 0,
    null_share_current: 0.004,
    psi: 0.02,
    js: 0.1,
    ks: 0.1,
    ks_pvalue: 0.5,
    ks_pvalue_method: 'exact',
  },
  ...{ wasserstein: 1, wasserstein_norm: 0.05, chi2: 3, chi2_pvalue: 0.4, linf: null, new_values: [], lost_values: [] },
  ...{ non_finite_baseline: 0, non_finite_current: 0, null_share_verdict: 'ok', null_share_pvalue: 1 },
  ...{ baseline: null, test: null, note: null },
  bins: Array.from({ length: 10 }, (_, i) => ({ label: `${i} … ${i + 1}`, baseline: 10, current: 5 + i })),
  ...over,
})

const viewDrift = (features: readonly FeatureDrift[]): ViewDrift => ({
  ...{ view: 'ward', version: 1, verdict: 'fail', segment: null, notes: [] },
  baseline: { id: 1, origin: 'first ingest', taken: 0n, range: { runs: [1, 1], since: null, until: null } },
  range: { runs: [2, 2], since: null, until: null },
  features,
})

const told = (views: readonly ViewDrift[], over: Partial<DriftTold> = {}): DriftTold => ({
  ...{ project: 'ward', made: '2026-01-01T00:00:00Z', views, checks: [], runs: [] },
  details: () => ({
    before: null,
    now: null,
    course: [{ run: 2, at: 0n, baseline: 1, verdict: 'ok', psi: 0.1, wasserstein_norm: null, null_share_current: 0 }],
  }),
  ...over,
})

test('a text stays a text, wherever it stands', () => {
  for (const text of hostile) {
    assert.doesNotMatch(escaped(text), /[<>"'\p{Cc}\p{Cf}]/u)
    assert.match(html`<p title="${text}">${text}</p>`.text, /^<p title="[^"<>]*">[^<>]*<\/p>$/)
  }
  assert.equal(escaped('Zoë 日本 ≥ 😀'), 'Zoë 日本 ≥ 😀')
  const features = hostile.map((text) =>
    featureDrift(`words:${text}`, {
      ...{ kind: 'categorical', verdict: 'fail', note: text, new_values: hostile, lost_values: [text] },
      bins: hostile.map((label) => ({ label, baseline: 1, current: 2 })),
    }),
  )
  const view = {
    ...viewDrift(features),
    view: hostile[0] ?? '',
    notes: hostile,
    segment: { column: 'word', value: hostile[1] ?? '' },
  }
  const check: CheckResult = {
    ...{ view: 'ward', feature: hostile[1] ?? '', check: 'matches', severity: 'warn', outcome: 'failed' },
    ...{ wanted: hostile[2] ?? '', found: hostile[0] ?? '', rows: 1, failing: 1 },
    examples: hostile.map((text) => ({ [text]: text })),
  }
  inspected(
    driftPage(
      told([view], { project: hostile[0] ?? '', checks: [{ view: hostile[1] ?? '', run: 1, results: [check] }] }),
    ).text,
  )
})

test('of many features the most drifted have their place, the page stays small and says what it leaves out', () => {
  const many = Array.from({ length: 4000 }, (_, i) =>
    featureDrift(`feature_${i}`, { psi: i / 4000, wasserstein_norm: null, ...(i === 7 ? { verdict: 'fail' } : {}) }),
  )
  const page = driftPage(told([viewDrift(many)])).text
  assert.ok(Buffer.byteLength(page) < 1_000_000, `${Buffer.byteLength(page)} bytes`)
  assert.ok(Buffer.byteLength(page) > 500_000)
  const texts = inspected(page)
  const names = texts.filter((it) => /^ward:feature_\d+$/.test(it))
  assert.deepEqual(names.slice(0, 3), ['ward:feature_7', 'ward:feature_3999', 'ward:feature_3998'])
  assert.ok(texts.some((it) => /features, which drifted less, are not listed/.test(it)))
  assert.ok(texts.some((it) => /have no details here/.test(it)))
  for (const [, id] of page.matchAll(/ id="(f\d+)"/g)) assert.ok(page.includes(`href="#${id}"`))
})

test('a drawing has a text that says the same, and draws what it is given', () => {
  const bins = sharesOf([
    { label: 'a', baseline: 10, current: 90 },
    { label: 'b', baseline: 90, current: 10 },
  ])
  assert.match(alternative(bins, ['baseline', 'now']), /2 bins.*a: baseline 10 %, now 90 %/)
  const drawn = columns(bins, ['baseline', 'now']).text
  assert.match(drawn, /class="now" d="M42 118V10H216V118Z/)
  assert.match(drawn, /class="then" d="M40 118V106H218V10H396V118"/)
  assert.deepEqual(sharesOf([{ label: 'a', baseline: 0, current: 0 }]), [{ label: 'a', baseline: 0, current: 0 }])
  const wide = gathered(sharesOf(Array.from({ length: 201 }, (_, i) => ({ label: `${i}`, baseline: i, current: i }))))
  assert.deepEqual([wide.length, wide.at(-1)?.label], [24, '178 more'])
  assert.ok(Math.abs(wide.reduce((sum, it) => sum + it.current, 0) - 1) < 1e-12)
  inspectedPart(columns([], ['a', 'b']).text)
})

const inspectedPart = (text: string): void => assert.doesNotMatch(text, /NaN|Infinity|undefined/)

test('both reports of a real project, from the command line', async (t) => {
  const ward = await openWard(t)
  const words = ['plain', ...hostile.filter((it) => !it.includes('\u0000') && it.isWellFormed())]
  for (const [name, shift] of [
    ['1', 0],
    ['2', 0],
    ['3', 40],
  ] as const) {
    await ward.land(
      name,
      visits(120, `2026-0${name}-01`, (i) => ({
        x: i + shift,
        word: words[i % words.length] ?? null,
        odd: String(i % 30),
      })),
    )
  }
  for (const about of ['drift', 'quality']) {
    const made = await runInside(['report', about, '-o', 'page.html'], ward.folder)
    assert.equal(made.status, 0, made.stderr)
    const page = readFileSync(ward.path('page.html'), 'utf8')
    assert.ok(statSync(ward.path('page.html')).size < 1_000_000)
    const texts = inspected(page)
    inspectedPart(page)
    for (const name of ['ward:x', 'ward:word', 'ward:nothing']) assert.ok(texts.includes(name), `${about} ${name}`)
    assert.equal((await runInside(['report', about], ward.folder)).stdout.slice(0, 15), '<!doctype html>')
  }
  const drift = (await runInside(['report', 'drift'], ward.folder)).stdout
  assert.match(drift, /fail<\/span><\/td><td class="name"><a href="#f[12]">ward:x/)
  assert.match(drift, /Score over 2 runs; newest, of run 4: [\d.]+, fail; warn from 0.1, fail from 0.25/)
})

test('what is no report, or not of it, is refused', async (t) => {
  const { folder } = await openWard(t)
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['report', 'drft', '-o', 'x.html'], 2, /did you mean/],
    [['report', 'quality', '--since', '2026-01-01', '-o', 'x.html'], 2, /--since is of drift/],
    [['report', 'drift', 'wart', '-o', 'x.html'], 3, /wart/],
    [['report', 'drift', '-o', 'no/such/folder/x.html'], 1, /no\/such\/folder/],
  ]
  for (const [args, expected, text] of cases) {
    const { status, stderr } = await runInside(args, folder)
    assert.equal(status, expected, args.join(' '))
    assert.match(stderr, text, args.join(' '))
  }
})
