// Charts of a comparison: a measure over time, and output against outcome.
import { html } from '../lib/html.js'
import { axisUnit, measured, plotted, year, decimal } from '../lib/format.js'
import { measureLabel, t } from '../lib/words.js'
import { Chart } from './chart.js'
import { ARM_COLOURS, plotStyle } from './plot.js'

const HEIGHT = 260
const LABEL_GAP = 15

/** Heights of labels, moved apart so that none covers another; `wanted` in pixels from the top. */
export function spread(wanted, gap = LABEL_GAP) {
  const order = wanted.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place)
  for (let round = 0; round < 40; round++) {
    for (let at = 1; at < order.length; at++) {
      const overlap = order[at - 1].place + gap - order[at].place
      if (overlap > 0) {
        order[at - 1].place -= overlap / 2
        order[at].place += overlap / 2
      }
    }
  }
  const placed = new Array(wanted.length)
  for (const { place, index } of order) placed[index] = place
  return placed
}

/** The part of an axis that shows all values with some room around them. */
export function extent(values) {
  const numbers = values.filter(Number.isFinite)
  if (numbers.length === 0) return [0, 1]
  const low = Math.min(...numbers)
  const high = Math.max(...numbers)
  const pad = (high - low) * 0.08 || Math.abs(high) * 0.1 || 0.5
  return [low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad]
}

const CHART_TEXT = 13

/** Room for the arms' names right of the lines. */
const labelRoom = (arms, width) => (width < 420 ? 74 : Math.min(170, 20 + 6.6 * Math.max(...arms.map(name => Math.min(name.length, 22)))))
const short = (name, width) => (name.length > (width < 420 ? 9 : 22) ? `${name.slice(0, width < 420 ? 8 : 21)}…` : name)

function points(column, years, arm, series, widest) {
  return years.map((x, step) => ({
    x,
    arm,
    mean: plotted(column, series.mean[step]),
    low: plotted(column, series.low[step]),
    high: plotted(column, series.high[step]),
    least: widest ? plotted(column, series.q05[step]) : NaN,
    most: widest ? plotted(column, series.q95[step]) : NaN,
  }))
}

function drawTime(Plot, width, { column, years, arms, series, chosen }) {
  const rows = series.flatMap((one, arm) => points(column, years, arm, one, arm === chosen))
  const domain = extent(rows.flatMap(row => [row.low, row.high, row.least, row.most]))
  const colour = row => ARM_COLOURS[row.arm]
  const room = labelRoom(arms, width)
  const ends = series.map((one, arm) => rows.filter(row => row.arm === arm && Number.isFinite(row.mean)).at(-1))
  const top = 22
  const bottom = 34
  const pixel = value => top + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (HEIGHT - top - bottom)
  const placed = spread(ends.map(end => (end ? pixel(end.mean) : top)))
  return Plot.plot(plotStyle(width, {
    height: HEIGHT, marginRight: room, marginLeft: 46, marginTop: top, marginBottom: bottom,
    x: { label: t('chart.years'), tickFormat: year, ticks: Math.min(8, Math.ceil(years.at(-1))) },
    y: { domain, label: axisUnit(column), grid: true, ticks: 5, tickFormat: value => decimal(value, 3) },
    marks: [
      Plot.areaY(rows, { x: 'x', y1: 'least', y2: 'most', z: 'arm', fill: colour, fillOpacity: 0.08 }),
      Plot.areaY(rows, { x: 'x', y1: 'low', y2: 'high', z: 'arm', fill: colour, fillOpacity: 0.28 }),
      Plot.lineY(rows, { x: 'x', y: 'mean', z: 'arm', stroke: colour, strokeWidth: 2.2 }),
      ...ends.map((end, arm) => end && Plot.text([end], {
        x: 'x', y: 'mean', dx: 12, dy: placed[arm] - pixel(end.mean), text: () => short(arms[arm], width), textAnchor: 'start', fill: 'var(--ink)', fontSize: CHART_TEXT,
      })),
      ...ends.map((end, arm) => end && Plot.dot([end], { x: 'x', y: 'mean', r: 3.5, dx: 5, dy: placed[arm] - pixel(end.mean), fill: ARM_COLOURS[arm] })),
    ],
  }))
}

/** A measure over time, one line for each arm, with its 95 % interval and the spread of single runs. */
export function TimeChart({ column, years, arms, series, chosen, state, titles, file }) {
  const title = measureLabel(column, titles)
  const last = years.length - 1
  const label = t('chart.time_label', {
    measure: title,
    values: arms.map((name, arm) => `${name} ${measured(column, series[arm]?.mean[last])}`).join('; '),
    years: year(years[last]),
  })
  const marks = years.map((value, step) => step).filter(step => Math.abs(years[step] - Math.round(years[step])) < 1e-6)
  const table = {
    head: [t('chart.year'), ...arms],
    rows: marks.map(step => [year(years[step]), ...arms.map((name, arm) => `${measured(column, series[arm]?.mean[step], false)} (${measured(column, series[arm]?.low[step], false)}–${measured(column, series[arm]?.high[step], false)})`)]),
  }
  return html`<${Chart} title=${title} note=${t('chart.bands', { done: state.done })} label=${label} table=${table} file=${file}
    draw=${(Plot, width) => drawTime(Plot, width, { column, years, arms, series, chosen })} depends=${[state, chosen, arms.join()]} />`
}

function drawPlane(Plot, width, { output, outcome, years, arms, series, ends }) {
  const colour = row => ARM_COLOURS[row.arm]
  const path = arms.flatMap((name, arm) => years.map((x, step) => ({
    arm, step, x: plotted(output, series.output[arm].mean[step]), y: plotted(outcome, series.outcome[arm].mean[step]),
  })))
  const end = arms.map((name, arm) => ({
    arm, name,
    x: plotted(output, ends.output[arm].mean), y: plotted(outcome, ends.outcome[arm].mean),
    x1: plotted(output, ends.output[arm].low), x2: plotted(output, ends.output[arm].high),
    y1: plotted(outcome, ends.outcome[arm].low), y2: plotted(outcome, ends.outcome[arm].high),
  }))
  const domains = { x: extent(path.map(row => row.x)), y: extent(path.map(row => row.y)) }
  const height = Math.min(420, Math.max(280, width * 0.62))
  const pixel = value => (1 - (value - domains.y[0]) / (domains.y[1] - domains.y[0])) * (height - 60)
  const wanted = end.map(row => pixel(row.y))
  const placed = spread(wanted)
  return Plot.plot(plotStyle(width, {
    height, marginLeft: 46, marginBottom: 40, marginRight: labelRoom(arms, width),
    x: { domain: domains.x, label: `${measureLabel(output)} (${axisUnit(output)})`, grid: true, ticks: 5, tickFormat: value => decimal(value, 3) },
    y: { domain: domains.y, label: `${measureLabel(outcome)} (${axisUnit(outcome)})`, grid: true, ticks: 5, tickFormat: value => decimal(value, 3) },
    marks: [
      Plot.line(path, { x: 'x', y: 'y', z: 'arm', stroke: colour, strokeOpacity: 0.55, strokeWidth: 1.6 }),
      Plot.dot(path.filter(row => row.step > 0 && row.step < years.length - 1 && Math.abs(years[row.step] - Math.round(years[row.step])) < 1e-6), { x: 'x', y: 'y', r: 2, fill: colour }),
      Plot.dot(path.filter(row => row.step === 0), { x: 'x', y: 'y', r: 4, stroke: colour, fill: 'var(--paper)' }),
      Plot.ruleX(end, { x: 'x', y1: 'y1', y2: 'y2', stroke: colour, strokeWidth: 1.5 }),
      Plot.ruleY(end, { y: 'y', x1: 'x1', x2: 'x2', stroke: colour, strokeWidth: 1.5 }),
      Plot.dot(end, { x: 'x', y: 'y', r: 5.5, fill: colour }),
      ...end.map((row, arm) => Plot.text([row], { x: 'x', y: 'y', dx: 8, dy: placed[arm] - wanted[arm] - 9, text: () => short(arms[arm], width), textAnchor: 'start', fontSize: CHART_TEXT, fill: 'var(--ink)' })),
    ],
  }))
}

/** Output against outcome: where each arm begins, the way it takes, and where it ends. */
export function PlaneChart({ begin, state, arms, file }) {
  const find = key => begin.columns.find(column => column.key === key)
  const output = find('output')
  const outcome = find('outcome')
  const row = (name, arm) => [name, measured(output, state.ends.output[arm].mean), measured(outcome, state.ends.outcome[arm].mean)]
  const label = t('chart.plane_label', { values: arms.map((name, arm) => row(name, arm).join(' ')).join('; ') })
  return html`<${Chart} title=${t('chart.plane')} note=${t('chart.plane_note')} label=${label} file=${file}
    table=${{ head: ['', measureLabel(output), measureLabel(outcome)], rows: arms.map(row) }}
    draw=${(Plot, width) => drawPlane(Plot, width, { output, outcome, years: begin.years, arms, series: state.series, ends: state.ends })} depends=${[state, arms.join()]} />`
}
