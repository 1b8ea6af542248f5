// Links that are damaged, old or from elsewhere, and what belongs to the place.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { controlOf } from '../../../src/serve/assets/lib/control.js'
import { readRoute, writeArm, writeRoute } from '../../../src/serve/assets/lib/link.js'
import { LinkReader, headingOf } from '../../../src/serve/assets/lib/link_reader.js'
import { openLink } from '../../../src/serve/assets/lib/open_link.js'
import { beyond, registered, sizeIn, splitPlace, takes } from '../../../src/serve/assets/lib/settings.js'
import { useWords } from '../../../src/serve/assets/lib/words.js'
import { placeInWords, settingsInWords } from '../../../src/serve/assets/parts/differences.js'
import { wordsOf } from './paths.js'

const ENTRIES = [
  { key: 'population.citizens', kind: 'integer', bounds: [1, 20000000], place: true, default: 2000, unit: 'citizens' },
  { key: 'network.bridge', kind: 'number', bounds: [0, 1], place: true, default: 0.08 },
  { key: 'barriers.silos', kind: 'number', bounds: [0, 1], place: false, default: 0.3 },
  { key: 'programme.*.invitation', kind: 'number', bounds: [0, 50], place: false, default: 1 },
  { key: 'programme.*.reward', kind: 'choice', choices: ['none', 'recognition'], place: false, default: 'none' },
  { key: 'programme.*.stages', kind: 'choices', choices: ['co_design', 'co_delivery'], place: false, default: [] },
  { key: 'programme.*.mixed', kind: 'flag', place: false, default: false },
]
const EVENT = 'event.1.change.barriers.silos'
const known = { entries: ENTRIES, programmes: [{ key: 'parks', title: 'Parks' }], events: [EVENT] }
const scenario = { seed: 1, measures: ['outcome', 'output', 'participants_share'] }
const limits = { replications: 5000 }
const open = hash => openLink(readRoute(hash).pairs, { known, scenario, limits })
const left = hash => open(hash).left.map(({ why }) => why)

beforeEach(() => useWords('en', wordsOf('en')))

test('a link that was cut, or that says something twice, says what is left out', () => {
  assert.deepEqual(open('#/what-if?v=A~programme.parks.invitation=2~programme.pa').left, [{ why: 'cut', what: 'programme.pa' }])
  assert.deepEqual(left('#/what-if?s=one&s=two&n=50&n=100'), ['twice', 'twice'])
})

test('what describes the place belongs to all arms', () => {
  const opened = open('#/what-if?v=Larger~population.citizens=12000~programme.parks.invitation=2&v=B~population.citizens=12000')
  assert.deepEqual(opened.state.place, { 'population.citizens': '12000' })
  assert.deepEqual(opened.state.variants, [{ name: 'Larger', settings: { 'programme.parks.invitation': '2' } }, { name: 'B', settings: {} }])
  assert.deepEqual(opened.left, [{ why: 'place', what: 'Citizens' }])
  assert.equal(headingOf(opened.left), 'title_kept')
  const differing = open('#/what-if?v=A~population.citizens=12000&v=B~population.citizens=5')
  assert.deepEqual(differing.state.place, { 'population.citizens': '12000' })
  assert.deepEqual(differing.left, [{ why: 'place_first', what: 'Citizens' }])
  assert.equal(headingOf(differing.left), 'title')
  // A link of the page itself loses nothing.
  const hash = writeRoute('what-if', { p: writeArm({ name: '', settings: opened.state.place }), v: opened.state.variants.map(writeArm), lang: 'da' })
  assert.deepEqual(open(hash), { ...opened, left: [] })
})

test('a link is kept as far as it goes, and tells what was left out', () => {
  const opened = open('#/what-if?v=A%zz~barriers.silo=1~barriers.silos=7~barriers.silos=0.2&n=1e9&seed=abc&c=9&m=nothing&k=no.such&foo=bar&lang=xx')
  assert.deepEqual(opened.state.variants, [{ name: 'A%zz', settings: { 'barriers.silos': '0.2' } }])
  assert.deepEqual([opened.replications, opened.seed, opened.state.chosen, opened.measure, opened.state.extra], [200, 1, 1, 'participants_share', []])
  assert.deepEqual(opened.left.map(({ why }) => why), ['value', 'escape_kept', 'setting', 'setting', 'number_one', 'number', 'number', 'value', 'pair'])
  for (const { why, ...values } of opened.left) assert.ok(wordsOf('da').link[why], why)
  assert.deepEqual(left('#/what-if?v=A~programme.roads.invitation=1'), ['setting'])
  assert.deepEqual(left('#/what-if?v=A~barriers.silos=7'), ['setting_value'])
  assert.deepEqual(left('#/what-if?k=%E0%A4%A'), ['escape'])
  assert.deepEqual(left(`#/what-if?v=A~${EVENT}=0.5`), [])
  assert.deepEqual(left('#/what-if?v=A~event.2.change.barriers.silos=0.5'), ['setting'])
  assert.deepEqual(left('#/what-if?v=A&v=B&v=C&v=D&v=E'), ['variant'])
})

test('no link at all breaks a reader', () => {
  for (const hash of ['#/what-if?', '#/what-if?&&=&v', '#/what-if?v=~~~&v==&p=&n=&seed=-0', '#/what-if?%=%&v=%~%=%', '#/what-if?seed=Infinity&c=NaN&n=1e400']) {
    assert.ok(open(hash).state.variants.length >= 1, hash)
    new LinkReader(readRoute(hash).pairs).end()
  }
})

test('a parameter takes what its kind and bounds allow', () => {
  const fits = (key, text) => takes(registered(key, known), text)
  for (const [key, good, bad] of [
    ['population.citizens', '12', '1.5'], ['population.citizens', '1', '0'], ['barriers.silos', '1e-1', 'x'], ['barriers.silos', '0', 'Infinity'],
    ['programme.parks.reward', 'recognition', 'gold'], ['programme.parks.reward', '"none"', '3'], ['programme.parks.mixed', 'true', '1'],
    ['programme.parks.stages', '["co_design"]', '["co_design", "no"]'], ['programme.parks.stages', '[]', 'co_design'],
  ]) {
    assert.ok(fits(key, good), `${key} = ${good}`)
    assert.ok(!fits(key, bad), `${key} = ${bad}`)
  }
})

test('the control lives in the same place', () => {
  const lesson = { control: 'lessons/a_control', key: 'network.bridge' }
  const source = { id: 'lessons/a' }
  assert.deepEqual(controlOf(source, lesson, {}, known), { source: { id: 'lessons/a_control' }, settings: {} })
  assert.deepEqual(controlOf(source, lesson, { 'population.citizens': '9', 'network.bridge': '0.5' }, known).settings, { 'population.citizens': '9' })
  assert.equal(controlOf({ id: lesson.control }, lesson, { 'population.citizens': '9' }, known), null)
  assert.notEqual(controlOf({ id: lesson.control }, lesson, { 'network.bridge': '0.5' }, known), null)
  assert.equal(controlOf(source, null, { 'population.citizens': '9' }, known), null)
  assert.deepEqual(controlOf(source, null, { 'population.citizens': '9', 'barriers.silos': '0' }, known), { source, settings: { 'population.citizens': '9' } })
  assert.deepEqual(splitPlace({ [EVENT]: '0.1' }, known), { place: {}, design: { [EVENT]: '0.1' } })
})

test('settings are told in words, those of events with their year', () => {
  const levers = [{ ...ENTRIES[2], key: EVENT, general: 'barriers.silos', programme: null, value: 0.1, year: 2 }]
  const [event, citizens] = settingsInWords({ [EVENT]: '0.5', 'population.citizens': '12000' }, { levers, known })
  assert.deepEqual([event.name, event.value, event.base], ['Silos, from year 2 on', '0.5', '0.1'])
  assert.deepEqual([citizens.name, citizens.value, citizens.base], ['Citizens', '12,000 citizens', '2,000 citizens'])
})

test('the place is told in words, and the page shows its size', () => {
  const place = { 'population.citizens': '300' }
  assert.equal(placeInWords(place, { levers: [], known }), 'The place is changed, for the baseline and every variant: Citizens 300 citizens (was 2,000 citizens).')
  assert.equal(placeInWords({}, { levers: [], known }), null)
  assert.deepEqual(sizeIn({ citizens: 2000, years: 8 }, place), { citizens: 300, years: 8 })
  assert.deepEqual(sizeIn({ citizens: 2000, years: 8 }, { 'simulation.horizon_years': '2.5' }), { citizens: 2000, years: 2.5 })
})

test('a number beyond the bounds is told', () => {
  const [invitation] = ENTRIES.filter(({ key }) => key.endsWith('invitation'))
  assert.deepEqual(beyond(invitation, 250), { why: 'at_most', limit: 50 })
  assert.deepEqual(beyond(invitation, -1), { why: 'at_least', limit: 0 })
  assert.equal(beyond(invitation, 50), null)
  assert.equal(beyond({ bounds: null }, 250), null)
})
