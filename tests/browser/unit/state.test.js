import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pack, readArm, readRoute, readSource, unpack, writeArm, writeRoute, writeSource } from '../../../src/serve/assets/lib/link.js'
import { begin, go, redo, undo } from '../../../src/serve/assets/lib/undo.js'
import { fromToml, leverValue, move, offered, sliderScale, toToml } from '../../../src/serve/assets/lib/settings.js'
import { gridColumns, placeSociety } from '../../../src/serve/assets/lib/layout.js'
import { lengthOf } from '../../../src/serve/assets/parts/fault.js'
import { spread } from '../../../src/serve/assets/parts/compare_charts.js'

test('an arm survives a link, whatever it is called', () => {
  const arm = { name: 'Spørg ~ mere=& #?/%', settings: { 'programme.upkeep.invitation': '2', 'programme.upkeep.stages': '["co_planning", "co_delivery"]' } }
  const hash = writeRoute('what-if', { s: 'cases/norre_snede', v: [writeArm(arm), writeArm({ name: 'B', settings: {} })], c: null })
  const { page, pairs } = readRoute(hash)
  assert.equal(page, 'what-if')
  assert.deepEqual(pairs.v.map(readArm), [{ ...arm, broken: [] }, { name: 'B', settings: {}, broken: [] }])
  assert.equal(pairs.c, undefined)
})

test('an own scenario survives a link with its whole text', async () => {
  const toml = '# Æ, ø og å\n[programme.parks]\nease = 0.7\n'.repeat(40)
  const packed = await pack(toml)
  assert.ok(packed.length < toml.length / 4)
  assert.match(packed, /^[\w-]+$/)
  assert.equal(await unpack(packed), toml)
  const { pairs } = readRoute(writeRoute('watch', writeSource({ name: 'min by.toml', toml, packed })))
  assert.deepEqual(await readSource(pairs), { name: 'min by.toml', toml, packed })
  assert.deepEqual(await readSource(readRoute('#/watch?s=lessons/burnout').pairs), { id: 'lessons/burnout' })
  assert.equal(await readSource(readRoute('#/watch').pairs), null)
})

test('undo and redo; one drag of a slider is one step', () => {
  let history = begin(0)
  for (const value of [1, 2, 3]) history = go(history, value, 'slider')
  history = go(history, 4)
  assert.equal(history.present, 4)
  history = undo(history)
  assert.equal(history.present, 3)
  history = undo(history)
  assert.equal(history.present, 0)
  assert.equal(undo(history).present, 0)
  history = redo(redo(history))
  assert.equal(history.present, 4)
  assert.equal(redo(history).present, 4)
  assert.deepEqual(go(undo(history), 9).future, [])
})

test('settings are TOML', () => {
  assert.equal(toToml(0.1 + 0.2), '0.3')
  assert.equal(toToml(['a', 'b']), '["a", "b"]')
  assert.equal(toToml(true), 'true')
  assert.deepEqual(fromToml('["a", "b"]', 'choices'), ['a', 'b'])
  assert.equal(fromToml('"none"', 'choice'), 'none')
  assert.equal(fromToml('true', 'flag'), true)
})

test('a lever put back is no setting', () => {
  const lever = { key: 'programme.a.ease', kind: 'number', value: 0.5, range: [0.3, 0.7], bounds: [0, 1] }
  const moved = move({}, lever, 0.6)
  assert.deepEqual(moved, { 'programme.a.ease': '0.6' })
  assert.equal(leverValue(lever, moved), 0.6)
  assert.deepEqual(move(moved, lever, 0.5), {})
})

test('a slider reaches every value there is', () => {
  assert.deepEqual(sliderScale({ kind: 'number', range: [0, 3] }, 5), { low: 0, high: 5, step: 0.1 })
  const citizens = sliderScale({ kind: 'integer', range: null, bounds: [1, 20000000], default: 2000 }, 1900)
  assert.ok(citizens.high < 10000 && citizens.high >= 2000 && citizens.step === 1)
})

test('a fault is underlined as far as it goes', () => {
  assert.equal(lengthOf({ key: 'programme.local.esae', column: 1 }, 'esae = 0.7'), 4)
  assert.equal(lengthOf({ key: 'programme.local.ease', column: 8 }, 'ease = 4'), 1)
  assert.equal(lengthOf({ key: 'programme.local.title', column: 9 }, 'title = "a b" # c'), 5)
  assert.equal(lengthOf({ key: null, column: 4 }, 'a'), 1)
})

test('a number that a link brings can be chosen too', () => {
  assert.deepEqual(offered([50, 100], 10), [10, 50, 100])
  assert.deepEqual(offered([50, 100], 100), [50, 100])
})

test('everybody stands inside their own neighbourhood', () => {
  const citizens = 1000
  const begun = { citizens, neighbourhoods: 10, municipality_of: Array(10).fill(0), professionals: 20, unit_of: Array.from({ length: 10 }, (_, place) => place >> 1), unit_of_professional: Array.from({ length: 20 }, (_, number) => number % 5) }
  const population = { neighbourhood: Uint16Array.from({ length: citizens }, (_, citizen) => Math.floor(citizen / 100)) }
  const { discs, x, y, staff } = placeSociety(begun, population, 800, 500)
  for (let citizen = 0; citizen < citizens; citizen++) {
    const disc = discs[population.neighbourhood[citizen]]
    assert.ok(Math.hypot(x[citizen] - disc.x, y[citizen] - disc.y) <= disc.radius + 1)
  }
  discs.forEach((one, at) => discs.slice(at + 1).forEach(other => assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius)))
  assert.ok(staff.x.every(Number.isFinite) && staff.x.every(place => place > 0 && place < 800))
  assert.equal(gridColumns(10, 1000, 100), 10)
  assert.equal(gridColumns(4, 300, 300), 2)
})

test('each municipality has rows of its own', () => {
  const begun = { citizens: 0, neighbourhoods: 6, municipality_of: [0, 1, 0, 1, 0, 1], professionals: 0, unit_of: [], unit_of_professional: [] }
  const { discs, names } = placeSociety(begun, { neighbourhood: [] }, 600, 400)
  const rows = [...new Set(discs.map(disc => disc.y))].sort((one, other) => one - other)
  assert.equal(rows.length, 2)
  discs.forEach((disc, place) => assert.equal(rows.indexOf(disc.y), place % 2))
  assert.deepEqual(names, ['1 · 1', '2 · 2', '1 · 3', '2 · 4', '1 · 5', '2 · 6'])
})

test('labels do not cover one another', () => {
  const placed = spread([100, 101, 102, 300], 15).slice(0, 3).sort((a, b) => a - b)
  assert.ok(placed[1] - placed[0] > 14 && placed[2] - placed[1] > 14)
  assert.deepEqual(spread([10, 100]), [10, 100])
})
