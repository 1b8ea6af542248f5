// One lever: a real input, its unit and range, and on demand what it rests on.
import { html, useState } from '../lib/html.js'
import { choiceLabel, entry, t } from '../lib/words.js'
import { decimal, year } from '../lib/format.js'
import { beyond, leverValue, move, sliderScale, toToml } from '../lib/settings.js'
import { leverName, leverUnit } from './differences.js'
import { Typed } from './typed.js'

let count = 0

/** An id that stays with a component. */
function useOwnId(prefix) {
  const [id] = useState(() => `${prefix}-${++count}`)
  return id
}

function Details({ lever }) {
  const range = pair => (pair ? t('lever.from_to', { low: decimal(pair[0], 3), high: decimal(pair[1], 3) }) : '–')
  const hint = entry('levers', lever.general)?.hint
  return html`<details class="about"><summary>${t('lever.about')}<span class="hidden"> ${leverName(lever)}</span></summary>
    ${hint && html`<p>${hint}</p>`}
    <dl>
      <div><dt>${t('lever.meaning')}</dt><dd>${lever.meaning}</dd></div>
      ${lever.year !== null && lever.year !== undefined && html`<div><dt>${t('lever.event')}</dt><dd>${t('lever.event_words', { year: year(lever.year) })}</dd></div>`}
      <div><dt>${t('lever.key')}</dt><dd><code>${lever.key}</code></dd></div>
      ${leverUnit(lever) && html`<div><dt>${t('lever.unit')}</dt><dd>${leverUnit(lever)}</dd></div>`}
      ${(lever.kind === 'number' || lever.kind === 'integer') && html`
        <div><dt>${t('lever.range')}</dt><dd>${range(lever.range)}</dd></div>
        <div><dt>${t('lever.bounds')}</dt><dd>${range(lever.bounds)}</dd></div>`}
      <div><dt>${t('lever.grade')}</dt><dd>${grade(lever.grade)}</dd></div>
      <div><dt>${t('lever.source')}</dt><dd lang="en">${lever.source}</dd></div>
      ${lever.equation && html`<div><dt>${t('lever.equation')}</dt><dd>${lever.equation}</dd></div>`}
    </dl></details>`
}

/** A grade with what it stands for. */
export function grade(text) {
  const first = entry('grades', text) ?? entry('grades', text.replace(/[^A-Za-z].*/, ''))
  return first ? `${text} – ${first}` : text
}

/** The scale of a number that counts nothing. */
const scaleWords = ({ bounds }) => bounds?.[1] === 1 && t('lever.scale', { low: decimal(bounds[0], 3), high: decimal(bounds[1], 3) })

function NumberInput({ id, lever, value, base, settings, onChange }) {
  const scale = sliderScale(lever, lever.value, value)
  const place = ((base - scale.low) / (scale.high - scale.low)) * 100
  const [held, setHeld] = useState(null)
  const set = text => {
    if (text === '' || !Number.isFinite(Number(text))) return
    const limit = beyond(lever, Number(text))
    setHeld(limit)
    onChange(move(settings, lever, limit?.limit ?? Number(text)))
  }
  return html`<div class="slide">
    <span class="track"><input id=${id} type="range" min=${scale.low} max=${scale.high} step=${scale.step} value=${value}
      onInput=${event => set(event.target.value)} aria-describedby=${`${id}-unit`} />
      <i class="was" style=${{ left: `${place}%` }} title=${t('lever.was', { value: decimal(base, 3) })}></i></span>
    <${Typed} class="exact" type="number" min=${lever.bounds?.[0]} max=${lever.bounds?.[1]} step=${lever.kind === 'integer' ? 1 : 'any'} value=${Number(value.toPrecision(6))}
      onCommit=${set} aria-label=${t('lever.exact', { name: leverName(lever) })} />
    <span class="held" role="status">${held && value === held.limit ? t(`lever.${held.why}`, { limit: decimal(held.limit, 3) }) : ''}</span>
    <span class="unit" id=${`${id}-unit`}>${[leverUnit(lever) || scaleWords(lever), lever.range && t('lever.plausible', { low: decimal(lever.range[0], 3), high: decimal(lever.range[1], 3) })].filter(Boolean).join(' · ')}</span>
  </div>`
}

function Choices({ id, lever, value, settings, onChange }) {
  const toggle = choice => onChange(move(settings, lever, lever.choices.filter(item => (item === choice ? !value.includes(item) : value.includes(item)))))
  return html`<div class="boxes" role="group" aria-labelledby=${id}>
    ${lever.choices.map(choice => html`<label><input type="checkbox" checked=${value.includes(choice)} onChange=${() => toggle(choice)} /> ${choiceLabel(choice)}</label>`)}
  </div>`
}

/** A lever under some settings; `onChange` gets the settings after a move. `until` is the year from which an event moves it. */
export function Lever({ lever, settings, onChange, onRemove, until }) {
  const id = useOwnId('lever')
  const value = leverValue(lever, settings)
  const moved = lever.key in settings
  const name = leverName(lever)
  const input = () => {
    if (lever.kind === 'flag') {
      return html`<label class="flag"><input id=${id} type="checkbox" checked=${value} onChange=${event => onChange(move(settings, lever, event.target.checked))} /> ${t(value ? 'lever.on' : 'lever.off')}</label>`
    }
    if (lever.kind === 'choice') {
      return html`<select id=${id} value=${value} onChange=${event => onChange(move(settings, lever, event.target.value))}>
        ${lever.choices.map(choice => html`<option value=${choice} selected=${choice === value}>${choiceLabel(choice)}</option>`)}</select>`
    }
    if (lever.kind === 'choices') return html`<${Choices} id=${`${id}-name`} lever=${lever} value=${value} settings=${settings} onChange=${onChange} />`
    if (lever.kind === 'number' || lever.kind === 'integer') return html`<${NumberInput} id=${id} lever=${lever} value=${value} base=${lever.value} settings=${settings} onChange=${onChange} />`
    return html`<${Typed} id=${id} type="text" value=${toToml(value)} onCommit=${text => onChange({ ...settings, [lever.key]: text })} />`
  }
  const label = lever.kind === 'choices' ? html`<span class="name" id=${`${id}-name`}>${name}</span>` : html`<label class="name" for=${id}>${name}</label>`
  const back = () => {
    const next = { ...settings }
    delete next[lever.key]
    onChange(next)
  }
  return html`<div class=${moved ? 'lever moved' : 'lever'}>
    <div class="lever-head">${label}
      ${moved && html`<button type="button" class="quiet" onClick=${back} aria-label=${t('lever.back_of', { name })}>${t('lever.back')}</button>`}
      ${onRemove && html`<button type="button" class="quiet" onClick=${onRemove} aria-label=${t('lever.remove_of', { name })}>×</button>`}
    </div>
    ${input()}
    ${lever.place && html`<p class="note">${t('lever.place')}</p>`}
    ${until !== undefined && html`<p class="note">${t('lever.until', { year: year(until) })}</p>`}
    <${Details} lever=${lever} />
  </div>`
}
