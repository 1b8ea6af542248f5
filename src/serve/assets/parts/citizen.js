// One citizen: the month in words, and the line of a history.
import { html } from '../lib/html.js'
import { FLAG, FREE_TIME, FREE_TIME_MOST } from '../lib/frames.js'
import { placeNames } from '../lib/layout.js'
import { decimal, percent, whole, year } from '../lib/format.js'
import { monthText } from '../lib/month.js'
import { t } from '../lib/words.js'
import { Chart } from './chart.js'
import { plotStyle } from './plot.js'

const hoursOf = raw => raw / 16

function drawHistory(Plot, width, { run, citizen, upTo }) {
  const years = run.begin.step_years
  const rows = run.steps.slice(0, upTo + 1).map(step => ({ x: step.step * years, hours: hoursOf(step.hours[citizen]), flags: step.flags.reduce((all, flags) => all | flags[citizen], 0) }))
  const events = rows.filter(row => row.flags & (FLAG.asked | FLAG.joined | FLAG.left))
  const highest = Math.max(2, ...rows.map(row => row.hours))
  return Plot.plot(plotStyle(width, {
    height: 130, marginLeft: 40, marginBottom: 32,
    x: { domain: [0, run.begin.steps * years], label: t('chart.years'), tickFormat: year, ticks: 6 },
    y: { domain: [0, highest], label: t('watch.hours_axis'), ticks: 3, tickFormat: value => decimal(value), grid: true },
    marks: [
      Plot.areaY(rows, { x: 'x', y: 'hours', curve: 'step-after', fill: 'var(--accent)', fillOpacity: 0.25 }),
      Plot.lineY(rows, { x: 'x', y: 'hours', curve: 'step-after', stroke: 'var(--accent)' }),
      Plot.dot(events, { x: 'x', y: 0, r: 3, symbol: row => (row.flags & FLAG.left ? 'times' : row.flags & FLAG.joined ? 'triangle' : 'circle'), stroke: 'var(--ink)', fill: row => (row.flags & FLAG.willing ? 'var(--ink)' : 'var(--paper)') }),
    ],
  }))
}

/** Traits as short bars with their value. */
function Traits({ run, step, citizen }) {
  const values = [
    ...run.begin.states.map(name => [name, run.steps[step].states[name][citizen] / 255]),
    ...run.begin.fixed.map(name => [name, run.population.fixed[name][citizen] / 255]),
  ]
  return html`<dl class="traits">${values.map(([name, value]) => html`<div><dt>${t(`states.${name}`)}</dt>
    <dd><meter min="0" max="1" value=${value} aria-label=${t(`states.${name}`)}></meter> ${name === FREE_TIME ? t('watch.hours_a_week', { hours: whole(value * FREE_TIME_MOST) }) : percent(value, 0)}</dd></div>`)}</dl>`
}

/** Where a citizen lives, by name where there is one. */
function livesIn({ begin, population }, citizen) {
  const place = placeNames(begin)[population.neighbourhood[citizen]]
  return begin.neighbourhood_names?.length > 0 ? place : t('watch.lives', { place })
}

/** What the citizen in hand lives through. */
export function Citizen({ run, step, citizen, onClose, id }) {
  if (citizen < 0) return html`<aside class="citizen" id=${id}><p class="empty">${t('watch.click')}</p></aside>`
  const now = run.steps[step]
  const hours = decimal(hoursOf(now.hours[citizen]), 1)
  const months = run.steps.slice(0, step + 1)
  const count = bit => months.filter(at => at.flags.some(flags => flags[citizen] & bit)).length
  return html`<aside class="citizen" id=${id} aria-label=${t('watch.citizen', { number: whole(citizen + 1) })}>
    <div class="row"><h3>${t('watch.citizen', { number: whole(citizen + 1) })}</h3>
      <span>${livesIn(run, citizen)}</span>
      <button type="button" class="quiet" onClick=${onClose} aria-label=${t('watch.close')}>×</button></div>
    <div aria-live="polite">${run.begin.programmes.map((programme, index) => html`<p class="month-words">${run.begin.programmes.length > 1 && html`<b>${programme.title || programme.key}: </b>`}${monthText(now.flags[index][citizen], hours)}.</p>`)}</div>
    <p class="so-far">${t('watch.so_far', { asked: t('watch.times', { count: count(FLAG.asked) }), part: t('watch.months', { count: count(FLAG.part) }) })}</p>
    <${Chart} title=${t('watch.history')} note=${t('watch.history_note')} label=${t('watch.history_label', { asked: count(FLAG.asked), part: count(FLAG.part) })}
      draw=${(Plot, width) => drawHistory(Plot, width, { run, citizen, upTo: step })} depends=${[citizen, step, run.begin]} />
    <details><summary>${t('watch.traits')}</summary><${Traits} run=${run} step=${step} citizen=${citizen} /></details>
  </aside>`
}
