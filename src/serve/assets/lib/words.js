// The interface's words. One language is loaded at a time; both files hold the same keys.

export const LANGUAGES = ['en', 'da']
let language = 'en'
let words = {}

/** Loads a language; the pages are drawn anew by whoever calls this. */
export async function loadWords(wanted) {
  const response = await fetch(`words/${wanted}.json`)
  useWords(wanted, await response.json())
}

/** Takes words that are already at hand. */
export function useWords(wanted, given) {
  language = wanted
  words = given
}

/** The language in use. */
export const currentLanguage = () => language

/** The language to begin with: that of the link, the last one chosen, else the browser's. */
export function firstLanguage(linked, stored, browser) {
  if (LANGUAGES.includes(linked)) return linked
  if (LANGUAGES.includes(stored)) return stored
  const found = (browser ?? []).map(tag => tag.slice(0, 2).toLowerCase()).find(tag => LANGUAGES.includes(tag) || tag === 'nb' || tag === 'nn')
  return found === undefined ? 'en' : found === 'en' ? 'en' : 'da'
}

function find(path) {
  return path.split('.').reduce((node, key) => node?.[key], words)
}

/** The text at a path, with `{name}` replaced by the values; `count` chooses between `one` and `other`. */
export function t(path, values = {}) {
  let text = find(path)
  if (text && typeof text === 'object' && 'other' in text) {
    text = text[new Intl.PluralRules(language).select(values.count)] ?? text.other
  }
  if (typeof text !== 'string') return path
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

/** An entry whose key may hold dots, such as a lever's key; `undefined` when there is none. */
export const entry = (section, key) => words[section]?.[key]

/** All entries of a section. */
export const section = name => words[name] ?? {}

/** The general key of a measure or a setting: `upkeep.outcome` is an `outcome`. */
export const measureKey = column => column.key.split('.').pop()

const capital = text => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)

/** A measure's name, with that of its programme or the number of its municipality. */
export function measureLabel(column, titles = {}) {
  const name = entry('measures', measureKey(column))?.label ?? column.label
  const whole = capital(name)
  if (column.municipality) return `${whole} (${t('chart.of_municipality', { number: column.municipality })})`
  return column.programme ? `${whole} (${titles[column.programme] ?? column.programme})` : whole
}

/** What a measure means. */
export function measureDefinition(column) {
  const found = entry('measures', measureKey(column))
  return (column.programme && found?.programme) || (column.municipality && found?.municipality) || found?.definition || column.definition || ''
}

/** A lever's name in a planner's words; the register's key where there are none. */
export const leverLabel = general => entry('levers', general)?.label ?? general

/** A scenario's title and summary in the language in use. */
export function cardWords(card) {
  const translated = entry('scenarios', card.id)
  return { title: translated?.title ?? card.title, summary: translated?.summary ?? card.summary }
}

/** What a lesson is called for short: its number, or its name in the language in use. */
export const lessonName = id => entry('lesson_names', id) ?? id

/** A value of a choice, in words. */
export const choiceLabel = value => entry('choices', value) ?? String(value).replaceAll('_', ' ')
