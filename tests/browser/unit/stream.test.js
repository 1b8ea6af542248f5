import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FLAG, FrameCutter, readPopulation, readStep } from '../../../src/serve/assets/lib/frames.js'
import { monthKeys, monthText } from '../../../src/serve/assets/lib/month.js'
import { useWords } from '../../../src/serve/assets/lib/words.js'
import { tidy } from '../../../src/serve/assets/parts/document.js'
import { wordsOf } from './paths.js'

function frame(type, payload) {
  const bytes = Buffer.alloc(5 + payload.length)
  bytes.writeUInt32LE(payload.length + 1, 0)
  bytes[4] = type
  bytes.set(payload, 5)
  return bytes
}

test('frames are whole, however the stream is cut', () => {
  const stream = Buffer.concat([frame(0, Buffer.from('{"a":1}')), frame(3, Buffer.alloc(0)), frame(2, Buffer.alloc(300, 7))])
  for (const size of [1, 3, 5, 64, 1000]) {
    const cutter = new FrameCutter()
    const frames = []
    for (let at = 0; at < stream.length; at += size) frames.push(...cutter.push(new Uint8Array(stream.subarray(at, at + size))))
    assert.deepEqual(frames.map(one => [one.type, one.payload.length]), [[0, 7], [3, 0], [2, 300]], `chunks of ${size}`)
    assert.equal(new TextDecoder().decode(frames[0].payload), '{"a":1}')
  }
})

test('a population and a step are read as they are laid out', () => {
  const begin = { citizens: 3, professionals: 2, columns: [{}, {}], programmes: [{ key: 'a' }], states: ['trust'], fixed: ['ses'] }
  const ties = Buffer.alloc(12)
  ties.writeUInt32LE(1, 0)
  ties.writeUInt32LE(0, 4)
  ties.writeUInt32LE(2, 8)
  const population = readPopulation(begin, new Uint8Array(Buffer.concat([Buffer.from(new Uint16Array([0, 1, 1]).buffer), Buffer.from([10, 20, 30]), ties])))
  assert.deepEqual([...population.neighbourhood], [0, 1, 1])
  assert.deepEqual([...population.fixed.ses], [10, 20, 30])
  assert.deepEqual([...population.pairs], [0, 2])
  const head = Buffer.alloc(20)
  head.writeUInt32LE(5, 0)
  head.writeDoubleLE(0.25, 4)
  head.writeDoubleLE(NaN, 12)
  const step = readStep(begin, new Uint8Array(Buffer.concat([head, Buffer.from([1, 2, 4, 11, 12, 13, 21, 22, 23, 31, 32, 41, 42])])))
  assert.equal(step.step, 5)
  assert.equal(step.row[0], 0.25)
  assert.ok(Number.isNaN(step.row[1]))
  assert.deepEqual([...step.flags[0]], [1, 2, 4])
  assert.deepEqual([...step.states.trust], [11, 12, 13])
  assert.deepEqual([...step.hours], [21, 22, 23])
  assert.deepEqual([[...step.attitude], [...step.staffFatigue]], [[31, 32], [41, 42]])
})

test('a month is told in the order in which it happened', () => {
  useWords('en', wordsOf('en'))
  const { aware, asked, willing, would, part, joined, left, burnt } = FLAG
  assert.equal(monthText(aware | asked | would, '0'), 'was asked, was willing, had no time')
  assert.equal(monthText(aware | asked | willing, '0'), 'was asked, was willing, but did not turn up')
  assert.equal(monthText(aware | asked, '0'), 'was asked, was not willing')
  assert.equal(monthText(aware | part, '3.3'), 'takes part, 3.3 hours a week')
  assert.equal(monthText(0, '0'), 'had not heard of it')
  assert.deepEqual(monthKeys(aware | part | joined), ['joined'])
  assert.deepEqual(monthKeys(aware | left | burnt), ['burnt_out'])
  assert.deepEqual(monthKeys(aware | burnt), ['resting'])
})

test('a document brings no styles of its own', () => {
  useWords('en', wordsOf('en'))
  const text = tidy('<table><tr><td style="text-align: right">1</td><td style="color:red">2</td></tr></table><img alt="" src="figures/a.svg"><img src="/api/documents/b.svg">')
  assert.doesNotMatch(text, /style=/)
  assert.match(text, /class="align-right"/)
  assert.match(text, /src="api\/documents\/figures\/a.svg"/)
  assert.match(text, /src="\/api\/documents\/b.svg"/)
})
