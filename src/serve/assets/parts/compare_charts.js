// Charts of a comparison: a measure over time, and output against outcome.
import { html } from '../lib/html.js'
import { axisUnit, isShare, measured, plotted, year } from '../lib/format.js'
import { wrapped } from '../lib/picture.js'
import { constantOf, extent, tickText } from '../lib/range.js'
import { measureLabel, t } from '../lib/words.js'
import { Chart } from './chart.js'
import { ARM_COLOURS, MARGIN_BOTTOM, plotStyle } from './plot.js'

const HEIGHT = 260
const LABEL_GAP = 15

/** Heights of labels, moved apart so that none covers another; `wanted` in pixels from the top, `heights` of each or of all. */
export function spread(wanted, heights = LABEL_GAP) {
  const height = index => (Array.isArray(heights) ? heights[index] : heights)
  const order = wanted.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place)
  for (let round = 0; round < 40; round++) {
    for (let at = 1; at < order.length; at++) {
      const gap = (height(order[at - 1].index) + height(order[at].index)) / 2
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

/** The largest value a measure can have, as it is plotted. */
export const mostOf = column => (isShare(column) ? 100 : Infinity)

/** Says that nothing changes, of values as the measure has them; null where something does. */
export function constantWords(column, values) {
  const constant = constantOf(values)
  return constant === null ? null : t('chart.constant', { value: measured(column, constant) })
}

const CHART_TEXT = 13

/** Letters of a name's line beside the lines of a chart. */
const letters = width => (width < 420 ? 11 : 22)
/** An arm's name in lines, nothing cut. */
const inLines = (name, width) => wrapped(name, letters(width), line => line.length)
/** Room for the arms' names right of the lines. */
const labelRoom = (arms, width) => Math.min(170, 20 + 6.9 * Math.max(...arms.flatMap(name => inLines(name, width).map(line => line.length))))
/** Heights of the arms' names. */
const labelHeights = (arms, width) => arms.map(name => inLines(name, width).length * LABEL_GAP)
/** Margin right of a chart whose legend says who is who. */
const NO_LABELS = 16

/** Who is who in a picture. */
const armsLegend = arms => arms.map((name, arm) => ({ mark: 'line', colour: ARM_COLOURS[arm], text: name }))

function points(column, years, arm, series, widest) {
  return years.map((x, step) => ({
    x,
    arm,
    mean: plotted(column, series.mean[step]),
    low: plotted(column, series.low[step]),
    high: plotted(column, series.high[step]),
    least: widest ? plotted(column, series.spread_low[step]) : NaN,
    most: widest ? plotted(column, series.spread_high[step]) : NaN,
  }))
}

function drawTime(Plot, width, alone, { column, years, arms, series, chosen }) {
  const rows = series.flatMap((one, arm) => points(column, years, arm, one, arm === chosen))
  const domain = extent(rows.flatMap(row => [row.mean, row.low, row.high, row.least, row.most]), mostOf(column))
  const colour = row => ARM_COLOURS[row.arm]
  const room = alone ? NO_LABELS : labelRoom(arms, width)
  const ends = series.map((one, arm) => rows.filter(row => row.arm === arm && Number.isFinite(row.mean)).at(-1))
  const top = 22
  const bottom = MARGIN_BOTTOM
  const pixel = value => top + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (HEIGHT - top - bottom)
  const placed = spread(ends.map(end => (end ? pixel(end.mean) : top)), labelHeights(arms, width))
  return Plot.plot(plotStyle(width, {
    height: HEIGHT, marginRight: room, marginLeft: 46, marginTop: top, marginBottom: bottom,
    x: { label: t('chart.years'), tickFormat: year, ticks: Math.min(8, Math.ceil(years.at(-1))) },
    y: { domain, label: axisUnit(column), grid: true, ticks: 5, tickFormat: tickText(domain) },
    marks: [
      Plot.areaY(rows, { x: 'x', y1: 'least', y2: 'most', z: 'arm', fill: colour, fillOpacity: 0.08 }),
      Plot.areaY(rows, { x: 'x', y1: 'low', y2: 'high', z: 'arm', fill: colour, fillOpacity: 0.28 }),
      Plot.lineY(rows, { x: 'x', y: 'mean', z: 'arm', stroke: colour, strokeWidth: 2.2 }),
      ...(alone ? [] : ends).map((end, arm) => end && Plot.text([end], {
        x: 'x', y: 'mean', dx: 12, dy: placed[arm] - pixel(end.mean), text: () => inLines(arms[arm], width).join('\n'), textAnchor: 'start', fill: 'var(--ink)', fontSize: CHART_TEXT,
      })),
      ...(alone ? [] : ends).map((end, arm) => end && Plot.dot([end], { x: 'x', y: 'mean', r: 3.5, dx: 5, dy: placed[arm] - pixel(end.mean), fill: ARM_COLOURS[arm] })),
    ],
  }))
}

/** Runs below which the pale band holds all of them, as the server sends it. */
const FEW = 20

/** A measure over time, one line for each arm, with its 95 % interval and the spread of single runs. */
export function TimeChart({ column, years, arms, series, chosen, state, titles, file, foot }) {
  const title = measureLabel(column, titles)
  const last = years.length - 1
  const label = t('chart.time_label', {
    measure: title,
    values: arms.map((name, arm) => `${name} ${measured(column, series[arm]?.mean[last])}`).join('; '),
    years: year(years[last]),
  })
  const few = state.done < FEW
  const constant = constantWords(column, series.flatMap(one => [...one.mean, ...one.spread_low, ...one.spread_high].map(value => value ?? NaN)))
  const marks = years.map((value, step) => step).filter(step => Math.abs(years[step] - Math.round(years[step])) < 1e-6)
  const table = {
    head: [t('chart.year'), ...arms],
    rows: marks.map(step => [year(years[step]), ...arms.map((name, arm) => `${measured(column, series[arm]?.mean[step], false)} (${measured(column, series[arm]?.low[step], false)}–${measured(column, series[arm]?.high[step], false)})`)]),
  }
  const legend = [
    ...armsLegend(arms),
    { mark: 'band', colour: ARM_COLOURS[chosen], text: t('chart.band_mean') },
    { mark: 'pale', colour: ARM_COLOURS[chosen], text: t(few ? 'chart.band_few' : 'chart.band_runs', { name: arms[chosen], done: state.done }) },
  ]
  return html`<${Chart} title=${title} note=${[constant, t(few ? 'chart.bands_few' : 'chart.bands', { done: state.done })].filter(Boolean).join(' ')} pictured=${constant} label=${constant ? `${label}. ${constant}` : label} table=${table} file=${file} legend=${legend} foot=${foot}
    draw=${(Plot, width, alone) => drawTime(Plot, width, alone, { column, years, arms, series, chosen })} depends=${[state, chosen, arms.join()]} />`
}

function drawPlane(Plot, width, alone, { output, outcome, years, arms, series, ends }) {
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
  const domains = { x: extent([...path.map(row => row.x), ...end.flatMap(row => [row.x1, row.x2])], mostOf(output)), y: extent([...path.map(row => row.y), ...end.flatMap(row => [row.y1, row.y2])], mostOf(outcome)) }
  const height = Math.min(420, Math.max(280, width * 0.62))
  const pixel = value => (1 - (value - domains.y[0]) / (domains.y[1] - domains.y[0])) * (height - 60)
  const wanted = end.map(row => pixel(row.y))
  const placed = spread(wanted, labelHeights(arms, width))
  return Plot.plot(plotStyle(width, {
    height, marginLeft: 46, marginBottom: 40, marginRight: alone ? NO_LABELS : labelRoom(arms, width),
    x: { domain: domains.x, label: `${measureLabel(output)} (${axisUnit(output)})`, grid: true, ticks: 5, tickFormat: tickText(domains.x) },
    y: { domain: domains.y, label: `${measureLabel(outcome)} (${axisUnit(outcome)})`, grid: true, ticks: 5, tickFormat: tickText(domains.y) },
    marks: [
      Plot.line(path, { x: 'x', y: 'y', z: 'arm', stroke: colour, strokeOpacity: 0.55, strokeWidth: 1.6 }),
      Plot.dot(path.filter(row => row.step > 0 && row.step < years.length - 1 && Math.abs(years[row.step] - Math.round(years[row.step])) < 1e-6), { x: 'x', y: 'y', r: 2, fill: colour }),
      Plot.dot(path.filter(row => row.step === 0), { x: 'x', y: 'y', r: 4, stroke: colour, fill: 'var(--paper)' }),
      Plot.ruleX(end, { x: 'x', y1: 'y1', y2: 'y2', stroke: colour, strokeWidth: 1.5 }),
      Plot.ruleY(end, { y: 'y', x1: 'x1', x2: 'x2', stroke: colour, strokeWidth: 1.5 }),
      Plot.dot(end, { x: 'x', y: 'y', r: 5.5, fill: colour }),
      ...(alone ? [] : end).map((row, arm) => Plot.text([row], { x: 'x', y: 'y', dx: 8, dy: placed[arm] - wanted[arm] - 9, text: () => inLines(arms[arm], width).join('\n'), textAnchor: 'start', fontSize: CHART_TEXT, fill: 'var(--ink)' })),
    ],
  }))
}

/** Output against outcome: where each arm begins, the way it takes, and where it ends. */
export function PlaneChart({ begin, state, arms, file, foot }) {
  const find = key => begin.columns.find(column => column.key === key)
  const output = find('output')
  const outcome = find('outcome')
  const row = (name, arm) => [name, measured(output, state.ends.output[arm].mean), measured(outcome, state.ends.outcome[arm].mean)]
  const label = t('chart.plane_label', { values: arms.map((name, arm) => row(name, arm).join(' ')).join('; ') })
  return html`<${Chart} title=${t('chart.plane')} note=${t('chart.plane_note')} label=${label} file=${file} legend=${armsLegend(arms)} foot=${foot}
    table=${{ head: ['', measureLabel(output), measureLabel(outcome)], rows: arms.map(row) }}
    draw=${(Plot, width, alone) => drawPlane(Plot, width, alone, { output, outcome, years: begin.years, arms, series: state.series, ends: state.ends })} depends=${[state, arms.join()]} />`
}
