import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS, kindsOf, startOf } from '../../../src/serve/assets/lib/start.js'
import { placeAt, placeNames, placeSociety } from '../../../src/serve/assets/lib/layout.js'
import { text } from './paths.js'

test('every kind of scenario that the server knows is shown', () => {
  const [, list] = text('src/serve/library.rs').match(/enum Kind \{([^}]*)\}/)
  assert.deepEqual([...KINDS].sort(), [...list.matchAll(/(\w+),/g)].map(([, name]) => name.toLowerCase()).sort())
})

test('pages begin with what is there', () => {
  const shipped = [{ id: 'cases/a', kind: 'case' }, { id: 'planner/pq_02_as_is', kind: 'question' }, { id: 'lessons/tipping_point', kind: 'lesson' }, { id: 'reference', kind: 'reference' }]
  const starts = cards => ['what-if', 'watch', 'barriers'].map(page => startOf(page, cards))
  assert.deepEqual(starts(shipped), ['planner/pq_02_as_is', 'lessons/tipping_point', 'reference'])
  assert.deepEqual(starts([{ id: 'town', kind: 'own' }, { id: 'other', kind: 'own' }]), ['town', 'town', 'town'])
  assert.deepEqual(starts([{ id: 'theory/x', kind: 'theory' }]), ['theory/x', 'theory/x', 'theory/x'])
  assert.deepEqual(starts([]), [undefined, undefined, undefined])
  assert.deepEqual(kindsOf(shipped), ['question', 'case', 'lesson', 'reference'])
})

test('small pictures are told in the colours that the server draws', () => {
  const drawn = Object.fromEntries([...text('src/serve/thumbnails.rs').match(/const LINES[^;]*;[^;]*;/)[0].matchAll(/\("(\w+)", "(#\w+)"\)/g)].map(([, key, colour]) => [key, colour]))
  const told = Object.fromEntries([...text('src/serve/assets/pages/gallery.js').match(/const THUMBNAIL_LINES = (.*)/)[1].matchAll(/(\w+): '(#\w+)'/g)].map(([, key, colour]) => [key, colour]))
  assert.equal(Object.keys(drawn).length, 2)
  assert.deepEqual(told, drawn)
})

test('neighbourhoods are called by their names, and by numbers where they have none', () => {
  assert.deepEqual(placeNames({ municipality_of: [0, 0] }), ['1', '2'])
  assert.deepEqual(placeNames({ municipality_of: [0, 0], neighbourhood_names: ['Havnen', 'Bakken'] }), ['Havnen', 'Bakken'])
  assert.deepEqual(placeNames({ municipality_of: [0, 1], neighbourhood_names: [] }), ['1 · 1', '2 · 2'])
})

test('a name has room under its disc, and a point in the disc tells it', () => {
  const begin = { citizens: 2, neighbourhoods: 2, professionals: 0, municipality_of: [0, 0], unit_of: [0, 0], unit_of_professional: [], neighbourhood_names: ['Havnen', 'Bakken'] }
  const layout = placeSociety(begin, { neighbourhood: [0, 1] }, 400, 200)
  for (const { y } of layout.discs) assert.ok(y + layout.cell / 2 + 11 <= 200 && y - layout.cell / 2 >= 0)
  const [first] = layout.discs
  assert.equal(placeAt(layout, first.x, first.y), 0)
  assert.equal(placeAt(layout, first.x, 199), -1)
})
