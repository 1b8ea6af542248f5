import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstLanguage, t, useWords } from '../../../src/serve/assets/lib/words.js'
import { barriers, below, text, wordsOf } from './paths.js'

const english = wordsOf('en')
const danish = wordsOf('da')

function paths(node, path = '') {
  if (typeof node === 'string') return [path]
  return Object.entries(node).flatMap(([key, value]) => paths(value, `${path} › ${key}`))
}

test('both languages hold the same keys, and none is empty', () => {
  const keys = words => paths(words).sort()
  assert.deepEqual(keys(danish), keys(english))
  for (const words of [english, danish]) {
    for (const path of paths(words)) {
      const value = path.split(' › ').slice(1).reduce((node, key) => node[key], words)
      assert.notEqual(value.trim(), '', path)
    }
  }
})

test('both languages take the same values', () => {
  const names = value => (value.match(/\{\w+\}/g) ?? []).sort()
  const rest = english
  for (const path of paths(rest)) {
    const at = words => path.split(' › ').slice(1).reduce((node, key) => node[key], words)
    assert.deepEqual(names(at(danish)), names(at(english)), path)
  }
})

test('every text that the pages ask for is there', () => {
  const sources = below('src/serve/assets').filter(path => path.endsWith('.js') && !path.includes('/vendor/'))
  const missing = []
  for (const path of sources) {
    for (const [, section, key] of text(path).matchAll(/\bt\((?:[^'`)]*\? )?'(\w+)\.(\w+)'/g)) {
      if (english[section]?.[key] === undefined) missing.push(`${path}: ${section}.${key}`)
    }
  }
  assert.deepEqual(missing, [])
})

const registerTexts = () => ['src/model', 'src/scenario'].flatMap(below).filter(path => path.endsWith('.toml')).map(text).join('\n')

test('every lever is in the register and has words, and every group too', () => {
  const file = text('src/serve/levers.toml')
  const levers = Object.keys(danish.levers)
  assert.ok(levers.length >= 30)
  assert.equal(file.match(/\{ key = /g).length, levers.length)
  const register = registerTexts()
  for (const lever of levers) {
    assert.match(register, new RegExp(`^${lever.split('.').pop()} = `, 'm'), lever)
  }
  for (const [, group] of file.matchAll(/^key = "(\w+)"$/gm)) assert.ok(danish.groups[group], group)
})

test('every unit, grade and choice of the register has words', () => {
  const register = registerTexts()
  for (const [, unit] of register.matchAll(/ unit = "([^"]+)"/g)) assert.ok(danish.units[unit], unit)
  for (const [, grade] of register.matchAll(/ grade = "([^"]+)"/g)) assert.ok(danish.grades[grade], grade)
  for (const [, choices] of register.matchAll(/ choices = \[([^\]]*)\]/g)) {
    for (const [, choice] of choices.matchAll(/"(\w+)"/g)) assert.ok(danish.choices[choice], choice)
  }
})

test('every theme of the measures has words', () => {
  const themes = [...text('src/serve/columns.rs').matchAll(/Theme::\w+ => "(\w+)"/g)].map(([, theme]) => theme)
  assert.ok(themes.length > 5)
  assert.deepEqual(new Set(themes), new Set(Object.keys(danish.themes)))
})

test('the gallery counts the lessons right', () => {
  const lessons = below('scenarios/lessons').filter(path => path.endsWith('.toml') && text(path).includes('\n[lesson]\n'))
  const numbers = { 8: ['Eight', 'Otte'], 9: ['Nine', 'Ni'], 10: ['Ten', 'Ti'] }[lessons.length]
  assert.match(english.gallery.about_lesson, new RegExp(`^${numbers[0]} `))
  assert.match(danish.gallery.about_lesson, new RegExp(`^${numbers[1]} `))
})

test('every barrier of the register is one of the model', () => {
  const keys = [...text('src/model/barriers.toml').matchAll(/^(\w+) = \{/gm)].map(([, key]) => key)
  assert.ok(keys.length >= 18)
  assert.deepEqual(new Set(keys), new Set(barriers()))
})

test('values and plurals are filled in', () => {
  useWords('en', english)
  assert.equal(t('watch.times', { count: 1 }), 'asked 1 time')
  assert.equal(t('watch.times', { count: 3 }), 'asked 3 times')
  assert.equal(t('no.such'), 'no.such')
})

test('the first language is that of the link, the one chosen before, else the browser\'s', () => {
  assert.equal(firstLanguage('da', 'en', ['en-GB']), 'da')
  assert.equal(firstLanguage('xx', 'da', ['en-GB']), 'da')
  assert.equal(firstLanguage(null, 'da', ['en-GB']), 'da')
  assert.equal(firstLanguage(null, null, ['da-DK', 'en']), 'da')
  assert.equal(firstLanguage(null, null, ['nb-NO']), 'da')
  assert.equal(firstLanguage(null, 'xx', ['de-DE', 'en']), 'en')
  assert.equal(firstLanguage(null, null, []), 'en')
})
