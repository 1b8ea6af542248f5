// The tornado: what removing, halving and doubling each barrier does to outcome and output.
import { html, useState } from '../lib/html.js'
import { decimal } from '../lib/format.js'
import { constantOf } from '../lib/range.js'
import { t } from '../lib/words.js'
import { Chart, Numbers } from './chart.js'
import { plotStyle } from './plot.js'

/** Height of a row: a name may take two lines. */
const ROW = 30
/** Room between the lines of a name, in its size. */
const LINE_HEIGHT = 1.15
const WAYS = ['removed', 'halved', 'doubled']

/** Outcome is a share, told in points; output in needs a year. */
const scaleOf = measure => (measure === 'outcome' ? 100 : 1)
const digitsOf = measure => (measure === 'outcome' ? 1 : 3)

function rowsOf(done, measure, way) {
  const scale = scaleOf(measure)
  return done.rows.flatMap(row => {
    const effect = row[way]?.[measure]
    return effect ? [{ key: row.key, mean: effect.mean * scale, low: effect.low * scale, high: effect.high * scale }] : []
  })
}

function draw(Plot, width, { done, measure, order, chosen, name }) {
  const removed = rowsOf(done, measure, 'removed')
  const doubled = rowsOf(done, measure, 'doubled')
  const narrow = width < 520
  const still = constantOf([...removed, ...doubled].flatMap(row => [row.mean, row.low, row.high])) === 0
  return Plot.plot(plotStyle(width, {
    height: 48 + ROW * order.length, marginLeft: narrow ? 130 : 190, marginTop: 8, marginBottom: 38,
    x: { label: t(`barriers.axis_${measure}`), grid: true, ticks: narrow ? 3 : 6, tickFormat: value => decimal(value, 3), labelAnchor: 'center', insetLeft: 8, insetRight: 4, ...(still && { domain: [-1, 1] }) },
    y: { domain: order, axis: null },
    marks: [
      Plot.axisY({ label: null, tickFormat: name, tickSize: 0, lineHeight: LINE_HEIGHT, lineWidth: narrow ? 11 : 14, fontSize: narrow ? 10 : 12 }),
      Plot.barX(removed, { y: 'key', x: 'mean', fill: row => (row.key === chosen ? 'var(--accent)' : 'var(--bar)'), insetTop: 4, insetBottom: 4 }),
      Plot.dot(doubled, { y: 'key', x: 'mean', r: 3.5, stroke: 'var(--ink)', fill: 'var(--paper)' }),
      Plot.ruleY(removed, { y: 'key', x1: 'low', x2: 'high', stroke: 'var(--ink)', strokeWidth: 1.5 }),
      Plot.ruleX([0], { stroke: 'var(--ink)' }),
    ],
  }))
}

const interval = (effect, measure) => (effect ? `${decimal(effect.mean * scaleOf(measure), digitsOf(measure))} (${decimal(effect.low * scaleOf(measure), digitsOf(measure))} ${t('chart.to')} ${decimal(effect.high * scaleOf(measure), digitsOf(measure))})` : '–')

/** Both measures, barriers in the same order; a click on a row picks the barrier, and so does its button. */
export function Tornado({ done, chosen, onChoose, foot }) {
  const [numbers, setNumbers] = useState(false)
  const size = row => Math.abs(row.removed?.outcome?.mean ?? 0)
  const order = [...done.rows].sort((a, b) => size(b) - size(a)).map(row => row.key)
  const name = key => t(`barrier_names.${key}`)
  const clickable = measure => svg => {
    svg.querySelectorAll('[aria-label="bar"] rect').forEach((rect, index) => {
      const row = rowsOf(done, measure, 'removed')[index]
      rect.classList.add('pick')
      rect.addEventListener('click', () => onChoose(row?.key))
    })
  }
  const label = measure => t('barriers.label', { measure: t(`measures_short.${measure}`), values: order.map(key => `${name(key)} ${interval(done.rows.find(row => row.key === key).removed?.[measure], measure)}`).join('; ') })
  const head = [t('barriers.barrier'), ...['outcome', 'output'].flatMap(measure => WAYS.map(way => `${t(`measures_short.${measure}`)}: ${t(`barriers.${way}`)}`)), ...['outcome', 'output'].map(measure => t('barriers.share_of', { measure: t(`measures_short.${measure}`) }))]
  const rows = order.map(key => {
    const row = done.rows.find(one => one.key === key)
    return [name(key), ...['outcome', 'output'].flatMap(measure => WAYS.map(way => interval(row[way]?.[measure], measure))),
      ...['outcome', 'output'].map(measure => (row.shapley?.[measure] ? decimal(row.shapley[measure].mean * scaleOf(measure), digitsOf(measure)) : '–'))]
  })
  const legend = [{ mark: 'bar', colour: 'var(--bar)', text: t('barriers.legend_removed') }, { mark: 'ring', colour: 'var(--ink)', text: t('barriers.legend_doubled') }]
  return html`<div class="tornado">
    <div class="pick-row" role="group" aria-label=${t('barriers.pick')}>${order.map(key => html`<button type="button" aria-pressed=${key === chosen} onClick=${() => onChoose(key)}>${name(key)}</button>`)}</div>
    ${['outcome', 'output'].map(measure => html`<${Chart} key=${measure} title=${t(`barriers.chart_${measure}`)} note=${t('barriers.how_to_read')} label=${label(measure)} file=${`samspil-barriers-${measure}`} legend=${legend} foot=${foot}
      draw=${(Plot, width, alone) => draw(Plot, width, { done, measure, order, chosen: alone ? null : chosen, name })} onDrawn=${clickable(measure)} depends=${[done, chosen]} />`)}
    ${done.together && html`<p class="together">${t('barriers.together', { outcome: interval(done.together.outcome, 'outcome'), output: interval(done.together.output, 'output') })}</p>`}
    <button type="button" aria-expanded=${numbers} onClick=${() => setNumbers(!numbers)}>${t('chart.numbers')}</button>
    ${numbers && html`<${Numbers} caption=${t('barriers.all_numbers')} head=${head} rows=${rows} />`}
  </div>`
}
