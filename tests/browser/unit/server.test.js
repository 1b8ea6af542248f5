// What becomes of the server is told apart: not reached, broken off, closed in order, another one.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { wordsOf } from './paths.js'

const real = globalThis.fetch
let count = 0
/** The module anew, as on a page just loaded. */
const fresh = () => import(`../../../src/serve/assets/lib/api.js?${count++}`)
const answers = (...all) => { globalThis.fetch = async () => { const next = all.shift(); if (next instanceof Error) throw next; return next() } }
const stream = (texts, { error, engine } = {}) => () => new Response(new ReadableStream({
  start(controller) {
    for (const text of texts) controller.enqueue(new TextEncoder().encode(text))
    if (error) controller.error(error)
    else controller.close()
  },
}), { headers: engine ? { 'samspil-engine': engine } : {} })

afterEach(() => { globalThis.fetch = real })

async function outcome(api, path = 'compare') {
  const seen = []
  try {
    for await (const line of api.lines(path, {}, new AbortController().signal)) seen.push(line.type)
    return { seen }
  } catch (error) {
    return { seen, reason: error.reason }
  }
}

test('an answer is whole only with its last line; empty lines keep the connection', async () => {
  const api = await fresh()
  answers(stream(['{"type":"begin"}\n\n\n', '\n{"type":"st', 'ate"}\n{"type":"done"}\n\n']))
  assert.deepEqual(await outcome(api), { seen: ['begin', 'state', 'done'] })
})

test('a stream that ends in order before its last line is a server that closes', async () => {
  const api = await fresh()
  answers(stream(['{"type":"begin"}\n{"type":"state"}\n']), new TypeError('Failed to fetch'))
  assert.deepEqual(await outcome(api), { seen: ['begin', 'state'], reason: 'stopped' })
  assert.deepEqual(await outcome(api), { seen: [], reason: 'stopped' })
})

test('a connection that breaks, and a server that does not answer', async () => {
  const api = await fresh()
  answers(stream(['{"type":"begin"}\n'], { error: new TypeError('network error') }), new TypeError('Failed to fetch'))
  assert.equal((await outcome(api)).reason, 'broken')
  assert.deepEqual(await outcome(api), { seen: [], reason: 'unreachable' })
})

test('another program in the place of the first is told', async () => {
  const api = await fresh()
  const done = engine => stream(['{"type":"done"}\n'], { engine })
  answers(done('0.1.0 a'), done('0.1.0 a'), done('0.1.0 b'))
  assert.deepEqual(await outcome(api), { seen: ['done'] })
  assert.deepEqual(await outcome(api), { seen: ['done'] })
  assert.deepEqual(await outcome(api), { seen: [], reason: 'changed' })
  assert.equal(api.currentEngine(), '0.1.0 a')
})

test('every reason has words in both languages', () => {
  for (const language of ['en', 'da']) {
    for (const reason of ['unreachable', 'broken', 'stopped', 'changed', 'other_place', 'link_text']) assert.ok(wordsOf(language).reasons[reason].message, `${language} ${reason}`)
  }
})
