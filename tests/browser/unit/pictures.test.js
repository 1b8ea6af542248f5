import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pictureOf, wrapped } from '../../../src/serve/assets/lib/picture.js'
import { spread } from '../../../src/serve/assets/parts/compare_charts.js'

const letters = text => text.length

test('a name is wrapped and never cut', () => {
  const name = 'Ask everybody at their own front door, twice'
  for (const width of [5, 8, 11, 22, 60]) {
    const lines = wrapped(name, width, letters)
    assert.equal(lines.join('').replaceAll(' ', ''), name.replaceAll(' ', ''), `${width}`)
    for (const line of lines) assert.ok(line.length <= width, line)
  }
  assert.deepEqual(wrapped('', 10, letters), [''])
})

test('a picture says what it shows, who is who, and where it is from', () => {
  const picture = pictureOf({
    title: 'Outcome & output', note: 'How to read it', legend: [{ mark: 'line', colour: '#0072B2', text: 'As it is' }, { mark: 'pale', colour: '#0072B2', text: 'nine in <ten>' }],
    chart: (x, y) => `<svg x="${x}" y="${y}"/>`, size: { width: 720, height: 260 }, foot: ['Parks. 10 runs of each, seed 7.', 'Samspil 0.1.0'],
    colours: { paper: '#fff', ink: '#000', soft: '#555' }, fonts: { sans: '"A"', serif: 'B' }, measureAt: points => text => text.length * points * 0.5,
  })
  for (const text of ['Outcome &amp; output', 'As it is', 'nine in &lt;ten&gt;', 'Parks. 10 runs of each, seed 7.', 'Samspil 0.1.0']) assert.ok(picture.text.includes(`>${text}<`), text)
  assert.ok(picture.height > 260 && picture.width > 720)
  // Nothing stands below the edge, and the texts go down the page.
  const heights = [...picture.text.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y))
  assert.deepEqual([...heights].sort((a, b) => a - b), heights)
  assert.ok(heights.at(-1) < picture.height)
})

test('labels of several lines do not cover one another', () => {
  const heights = [45, 15, 60]
  const placed = spread([100, 101, 102], heights)
  assert.ok(placed[1] - placed[0] > 29 && placed[2] - placed[1] > 36, `${placed}`)
})
