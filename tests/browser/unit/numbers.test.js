import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { decimal, differenceTexts, intervalDigits, measured, percent, whole } from '../../../src/serve/assets/lib/format.js'
import { direction, effectSentence, judgement } from '../../../src/serve/assets/lib/sentences.js'
import { useWords } from '../../../src/serve/assets/lib/words.js'
import { wordsOf } from './paths.js'

const outcome = { key: 'outcome', label: 'outcome', unit: 'share of need under control', better: 'higher', programme: null }
const output = { key: 'output', label: 'output', unit: 'needs/year', better: null, programme: null }
const cost = { key: 'public_cost', label: 'public cost', unit: 'EUR/month per citizen', better: 'lower', programme: null }

beforeEach(() => useWords('en', wordsOf('en')))

test('numbers follow the language', () => {
  assert.equal(whole(1900), '1,900')
  assert.equal(percent(0.4381), '43.8%')
  assert.equal(decimal(-0.5, 1), '−0.5')
  assert.equal(decimal(-0.001, 1), '0')
  assert.equal(decimal(null), '–')
  assert.equal(decimal(NaN), '–')
  useWords('da', wordsOf('da'))
  assert.equal(whole(1900), '1.900')
  assert.equal(percent(0.4381), '43,8\u00a0%')
  assert.equal(measured(output, 0.726), '0,726 behov om året')
})

test('an interval has as many digits as tell its ends apart', () => {
  assert.equal(intervalDigits(0.024, 0.038, 100), 1)
  assert.equal(intervalDigits(2, 40), 0)
  assert.equal(differenceTexts(outcome, { difference: 0.031, low: 0.024, high: 0.038 }).difference, '3.1')
})

test('an effect is a sentence', () => {
  const say = (column, difference, low, high, more) => effectSentence(column, { difference, low, high }, more)
  assert.equal(say(outcome, 0.031, 0.024, 0.038), 'Outcome rises by 3.1 points (2.4 to 3.8).')
  assert.equal(say(output, -0.059, -0.061, -0.057), 'Output falls by 0.0590 needs a year (0.0570 to 0.0610).')
  assert.equal(say(cost, -2, -3, -1), 'Public cost falls by 2.0 euros a month per citizen (1.0 to 3.0).')
  // The program adds the words of its measures to those of the pages.
  useWords('da', { ...wordsOf('da'), measures: { outcome: { label: 'virkning (outcome)' } } })
  assert.equal(say(outcome, 0.031, 0.024, 0.038), 'Virkning (outcome) stiger med 3,1 procentpoint (2,4 til 3,8).')
})

test('a gap is narrow or wide by its size, and runs that are all equal have no interval', () => {
  useWords('en', wordsOf('en'))
  const gap = { key: 'equity_gap', label: 'equity gap', unit: 'share', better: null, gap: true }
  const say = (difference, low, high, levels) => effectSentence(gap, { difference, low, high }, { levels })
  assert.equal(say(0.016, 0.01, 0.022, [-0.042, -0.026]), 'Equity gap narrows by 1.6 points (1.0 to 2.2).')
  assert.equal(say(-0.016, -0.022, -0.01, [-0.026, -0.042]), 'Equity gap widens by 1.6 points (1.0 to 2.2).')
  assert.equal(say(0.016, 0.01, 0.022, [-0.006, 0.01]), 'Equity gap rises by 1.6 points (1.0 to 2.2).')
  assert.match(say(0.02, 0.02, 0.02, [0.02, 0.04]), /^Equity gap widens by 2\S* points \(equal in all runs\)\.$/)
})

test('an interval that covers zero is no difference', () => {
  const effect = { difference: 0.002, low: -0.003, high: 0.007 }
  assert.equal(direction(effect), 'unseen')
  assert.equal(judgement(outcome, effect), null)
  assert.equal(effectSentence(outcome, effect), 'Outcome: no difference can be seen yet (−0.3 to 0.7 points).')
  assert.equal(effectSentence(outcome, effect, { complete: true }), 'Outcome: no difference can be seen (−0.3 to 0.7 points).')
  assert.equal(effectSentence(outcome, { difference: 0, low: 0, high: 0 }), 'Outcome stays the same.')
  assert.equal(effectSentence(outcome, null), 'Outcome: no value.')
})

test('only a measure that is good in itself is judged', () => {
  assert.equal(judgement(outcome, { low: 0.1, high: 0.2 }), 'better')
  assert.equal(judgement(cost, { low: 0.1, high: 0.2 }), 'worse')
  assert.equal(judgement(output, { low: 0.1, high: 0.2 }), null)
})

test('a share that is not zero never reads as zero, nor one that is not the whole as the whole', () => {
  assert.equal(percent(2 / 5000), '0.04%')
  assert.equal(percent(0), '0.0%')
  assert.equal(percent(1), '100.0%')
  assert.equal(percent(1 - 2 / 5000), '99.96%')
  assert.equal(percent(0.004, 0), '0.4%')
})

test('a difference and its interval have signs alike', () => {
  assert.deepEqual(differenceTexts(outcome, { difference: 0.1944, low: 0.1901, high: 0.1986 }).signed, { difference: '+19.44', low: '+19.01', high: '+19.86' })
  assert.deepEqual(differenceTexts(outcome, { difference: 0, low: -0.01, high: 0.01 }).signed, { difference: '0.0', low: '−1.0', high: '+1.0' })
})
