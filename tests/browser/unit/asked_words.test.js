// Every text that the pages ask for by a key they put together exists in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS } from '../../../src/serve/assets/lib/start.js'
import { barriers, below, text, wordsOf } from './paths.js'

const languages = { en: wordsOf('en'), da: wordsOf('da') }
const pages = below('src/serve/assets').filter(path => path.endsWith('.js') && !path.includes('/vendor/'))
const all = pages.map(text).join('\n')
const found = (source, pattern) => [...new Set([...source.matchAll(pattern)].map(([, name]) => name))]
const rust = path => text(`src/${path}`)

/** The names in quotes of a list in a source. */
const listed = (source, pattern) => {
  const [, list] = source.match(pattern) ?? assert.fail(`nothing is like ${pattern}`)
  return found(list, /['"](\w+)['"]/g)
}

const watched = [...listed(rust('serve/watch.rs'), /const STATES[^=]*= \[([^\]]*)\]/), ...listed(rust('serve/watch.rs'), /const TRAITS[^=]*= \[([^\]]*)\]/)]
const reasons = found(all + below('src/serve').filter(path => path.endsWith('.rs')).map(text).join('\n'), /(?:because\("|reason: (?:closed \? )?')(\w+)/g)
const left = [...found(all, /leave\('(\w+)'/g), 'place', 'place_first']
const page = text('src/serve/assets/app.js')
const shell = found(page, /name: '(\w+)'/g)
const model = text('src/serve/assets/pages/model.js')
const whatIf = text('src/serve/assets/pages/what_if.js')
const ends = ['outcome', 'output']

/** What stands for the star in every key that is put together. */
const FAMILIES = {
  'barrier_names.*': barriers(),
  'barriers.*': ['removed', 'halved', 'doubled'],
  'barriers.axis_*': ends,
  'barriers.chart_*': ends,
  'gallery.*': ['planner', 'teacher', 'researcher'],
  'gallery.*_does': ['planner', 'teacher', 'researcher'],
  'gallery.about_*': KINDS,
  'gallery.kind_*': ['all', ...KINDS],
  'gallery.line_*': ends,
  'gallery.one_*': KINDS,
  'groups.*': [...found(rust('serve/levers.toml'), /^key = "(\w+)"$/gm), 'other', 'events'],
  'hypotheses.*': ['supported', 'rejected', 'undecided'],
  'lever.*': ['at_most', 'at_least'],
  'link.*': ['title', 'title_kept', ...left],
  'measures_short.*': ends,
  'model.*': listed(model, /const TABS = \[([^\]]*)\]/),
  'model.column_*': listed(model, /\$\{\[('key'[^\]]*)\]/),
  'month.*': found(text('src/serve/assets/lib/month.js'), /'(\w+)'/g).filter(name => languages.en.month[name]),
  'ranking.*': ['above', 'below'],
  'reasons.*.hint': reasons,
  'reasons.*.message': reasons,
  'sentence.*': ['rises', 'falls', 'same', 'unseen', 'unseen_yet', 'better', 'worse'],
  'shell.*': shell,
  'shell.theme_*': listed(page, /const THEMES = \[([^\]]*)\]/),
  'states.*': ['part', ...watched],
  'themes.*': found(rust('serve/columns.rs'), /Theme::\w+ => "(\w+)"/g),
  'what_if.*': ['cost', 'gain', ...found(whatIf, /\['(\w+)', deliver/g)],
  'what_if.*_table': ['cost', 'gain'],
}

/** Keys that pages put together, with a star for what they put in. */
const asked = [...new Set([...all.matchAll(/\bt\(`([^`]*)`/g)].map(([, key]) => key.replace(/\$\{[^}]*\}/g, '*')))].filter(key => /^\w+\.[\w.*]+$/.test(key))

test('every kind of key that is put together is known here', () => {
  assert.deepEqual(asked.sort(), Object.keys(FAMILIES).sort())
})

test('every key that is put together has words in both languages', () => {
  const missing = []
  for (const [family, names] of Object.entries(FAMILIES)) {
    assert.ok(names.length > 1, family)
    for (const name of names) {
      const key = family.replace('*', name)
      for (const [language, words] of Object.entries(languages)) {
        if (typeof key.split('.').reduce((node, part) => node?.[part], words) !== 'string') missing.push(`${language}: ${key}`)
      }
    }
  }
  assert.deepEqual(missing, [])
})

test('words of states are those of what is watched', () => {
  assert.deepEqual(Object.keys(languages.en.states).sort(), ['part', ...watched].sort())
})

test('keys chosen between two have words', () => {
  const missing = []
  for (const [, one, other] of all.matchAll(/\bt\([^'`()]*\? '(\w+\.\w+)' : '(\w+\.\w+)'/g)) {
    for (const key of [one, other]) {
      const [section, name] = key.split('.')
      if (!languages.en[section]?.[name] || !languages.da[section]?.[name]) missing.push(key)
    }
  }
  assert.deepEqual(missing, [])
})
