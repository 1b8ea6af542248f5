// What the arms are: every setting that is not as in the scenario, in words.
import { html } from '../lib/html.js'
import { decimal, unitLabel, year } from '../lib/format.js'
import { fromToml, leverOfEntry, parameterOf, registered } from '../lib/settings.js'
import { choiceLabel, entry, leverLabel, t } from '../lib/words.js'

/** What a lever's number counts: in a planner's words where the register has no unit for it. */
export const leverUnit = lever => entry('levers', lever.general)?.unit ?? unitLabel(lever.unit)

/** A value of a lever in words, with its unit. */
export function valueWords(lever, value) {
  if (Array.isArray(value)) return value.map(choiceLabel).join(', ') || '–'
  if (typeof value === 'boolean') return t(value ? 'lever.on' : 'lever.off')
  if (typeof value === 'number') return [decimal(value, 4), leverUnit(lever)].filter(Boolean).join(' ')
  return choiceLabel(value)
}

/** A lever's name, with its programme where there are several, and with the year where an event moves it. */
export function leverName(lever, programmes = []) {
  const name = leverLabel(lever.general)
  const title = programmes.length > 1 && programmes.find(programme => programme.key === lever.programme)?.title
  const whole = title ? `${name} (${title})` : name
  return lever.year === null || lever.year === undefined ? whole : t('lever.from_year', { name: whole, year: year(lever.year) })
}

/** The settings of an arm as `{ key, name, value, base }`, in words; `levers` are those of the scenario. */
export function settingsInWords(settings, { levers, known }) {
  return Object.entries(settings).map(([key, text]) => {
    const entry = registered(key, known)
    const lever = levers.find(one => one.key === key) ?? (entry && leverOfEntry(entry))
    if (!lever) return { key, name: parameterOf(key), value: text, base: null }
    return { key, name: leverName(lever, known.programmes), value: valueWords(lever, fromToml(text, lever.kind)), base: valueWords(lever, lever.value) }
  })
}

/** What the place is made to be, in one sentence; null where it is as in the scenario. */
export function placeInWords(place, about) {
  const changes = settingsInWords(place, about).map(({ name, value, base }) => (base === null ? `${name} ${value}` : t('what_if.place_change', { name, value, base })))
  return changes.length > 0 ? t('what_if.place', { changes: changes.join('; ') }) : null
}

function Settings({ settings, about, none }) {
  const rows = settingsInWords(settings, about)
  if (rows.length === 0) return html`<p>${none}</p>`
  return html`<ul>${rows.map(({ name, value, base }) => html`<li>${base === null ? t('differences.set', { name, value }) : t('differences.moved', { name, value, base })}</li>`)}</ul>`
}

/** The place where it has been changed, and each variant. `about` is `{ levers, known }`. */
export function Differences({ arms, place, about }) {
  return html`<section class="differences" aria-label=${t('differences.title')}>
    <h2>${t('differences.title')}</h2>
    <dl>
      <div><dt><i class="dot arm-0" aria-hidden="true"></i>${arms[0].name}</dt><dd>${t('differences.baseline')}</dd></div>
      ${arms.slice(1).map((arm, index) => html`<div><dt><i class=${`dot arm-${index + 1}`} aria-hidden="true"></i>${arm.name}</dt>
        <dd><${Settings} settings=${arm.settings} about=${about} none=${t('differences.none')} /></dd></div>`)}
      ${Object.keys(place).length > 0 && html`<div><dt>${t('differences.place')}</dt><dd><${Settings} settings=${place} about=${about} /></dd></div>`}
    </dl>
  </section>`
}
