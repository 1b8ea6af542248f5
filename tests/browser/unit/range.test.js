import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { constantOf, extent, tickText } from '../../../src/serve/assets/lib/range.js'
import { useWords } from '../../../src/serve/assets/lib/words.js'
import { wordsOf } from './paths.js'

beforeEach(() => useWords('en', wordsOf('en')))

test('what does not move is shown from zero on', () => {
  assert.deepEqual(extent([57.7, 57.7]), [0, 57.7 * 1.25])
  assert.deepEqual(extent([-4, -4]), [-5, 0])
  assert.deepEqual(extent([0, 0]), [0, 1])
  assert.deepEqual(extent([0, 0], 100), [0, 100])
  assert.deepEqual(extent([95, 95], 100), [0, 100])
  assert.deepEqual(extent([NaN]), [0, 1])
  // Rounding is no movement.
  assert.deepEqual(extent([57.7, 57.7 + 1e-12])[0], 0)
  assert.deepEqual(extent([0, 1e-14]), [0, 1])
})

test('an axis never zooms into what hardly moves, and shows everything', () => {
  const [low, high] = extent([50, 50.01])
  assert.ok(high - low >= 5 && low < 50 && high > 50.01)
  assert.equal(extent([1, 10])[0], 0)
  assert.equal(extent([40, 99.9], 100)[1], 100)
  const [least, most] = extent([-1, 2])
  assert.ok(least < -1 && most > 2)
  for (const values of [[-3, -2.999], [0.5, 0.9], [1e-6, 2e-6], [99.99, 100]]) {
    const [from, to] = extent(values, 100)
    assert.ok(from <= Math.min(...values) && to >= Math.max(...values), values.join())
  }
})

test('a constant is found, and nothing is none', () => {
  assert.equal(constantOf([3, 3, NaN]), 3)
  assert.equal(constantOf([3, 4]), null)
  assert.equal(constantOf([]), null)
})

test('the numbers of an axis differ', () => {
  for (const domain of [[0, 1e-4], [0, 1], [0, 30_000], [95, 100]]) {
    const write = tickText(domain)
    const ticks = [0, 0.25, 0.5, 0.75, 1].map(part => write(domain[0] + part * (domain[1] - domain[0])))
    assert.equal(new Set(ticks).size, ticks.length, ticks.join(' '))
  }
})
