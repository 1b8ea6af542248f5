// A measure of one society over time, the control as a ghost, and a curtain before what has not happened yet.
import { html, useEffect, useRef } from '../lib/html.js'
import { axisUnit, measured, plotted, year } from '../lib/format.js'
import { extent, tickText } from '../lib/range.js'
import { measureOver } from '../lib/run.js'
import { measureLabel, t } from '../lib/words.js'
import { Chart } from './chart.js'
import { constantWords, mostOf } from './compare_charts.js'
import { MARGIN_BOTTOM, MARGIN_TOP, plotStyle } from './plot.js'

function rows(run, column) {
  return run?.begin ? measureOver(run, column.key).map(({ x, y }) => ({ x, y: plotted(column, y) })) : []
}

/** Room below, where a class sits far from the page. */
const bottom = large => (large ? 46 : MARGIN_BOTTOM)

function drawLines(Plot, width, { main, control, column, large, years }) {
  const line = rows(main, column)
  const ghost = rows(control, column)
  const values = [...line, ...ghost].map(row => row.y).filter(Number.isFinite)
  const domain = extent(values, mostOf(column))
  return Plot.plot(plotStyle(width, {
    height: large ? 300 : 210, marginLeft: 46, marginRight: 24, marginBottom: bottom(large),
    style: { background: 'transparent', color: 'var(--ink)', fontFamily: 'var(--sans)', fontSize: large ? '16px' : '12px', overflow: 'visible' },
    x: { domain: [0, years], label: t('chart.years'), tickFormat: year, ticks: Math.min(10, Math.ceil(years)) },
    y: { domain, label: axisUnit(column), grid: true, ticks: 4, tickFormat: tickText(domain) },
    marks: [
      Plot.lineY(ghost, { x: 'x', y: 'y', stroke: 'var(--ghost)', strokeWidth: 2, strokeDasharray: '5 4' }),
      Plot.lineY(line, { x: 'x', y: 'y', stroke: 'var(--accent)', strokeWidth: large ? 3.5 : 2.4 }),
    ],
  }))
}

const SVG = 'http://www.w3.org/2000/svg'

/** `register` gives the player a function that moves the curtain. */
export function WatchChart({ main, control, column, clock, register, large, names, foot }) {
  const curtain = useRef(null)
  const place = () => {
    const held = curtain.current
    if (!held?.rect.isConnected) return
    const x = Math.min(held.right, held.scale.apply(Math.min(clock.place, held.steps) * held.stepYears))
    held.rect.setAttribute('x', x)
    held.rect.setAttribute('width', Math.max(0, held.right - x))
    held.rule.setAttribute('x1', x)
    held.rule.setAttribute('x2', x)
  }
  useEffect(() => register(place), [])
  const { steps, step_years: stepYears } = main.begin
  const years = steps * stepYears
  const drawn = svg => {
    const box = svg.viewBox.baseVal
    const scale = svg.scale('x')
    const rect = document.createElementNS(SVG, 'rect')
    const rule = document.createElementNS(SVG, 'line')
    const end = box.height - bottom(large)
    Object.entries({ y: MARGIN_TOP, height: end - MARGIN_TOP - 2, class: 'curtain' }).forEach(([name, value]) => rect.setAttribute(name, value))
    Object.entries({ y1: MARGIN_TOP, y2: end, class: 'now' }).forEach(([name, value]) => rule.setAttribute(name, value))
    svg.append(rect, rule)
    curtain.current = { rect, rule, scale, right: scale.range[1] + 6, steps, stepYears }
    place()
  }
  const title = measureLabel(column, Object.fromEntries(main.begin.programmes.map(({ key, title: name }) => [key, name])))
  const atYears = run => measureOver(run, column.key).filter(({ x }) => Math.abs(x - Math.round(x)) < stepYears / 2)
  const mine = atYears(main)
  const ghost = control?.begin ? atYears(control) : []
  // Before the end nobody knows whether something will change.
  const ended = main.ended && (!control?.begin || control.ended)
  const both = [main, control].filter(run => run?.begin)
  const constant = ended ? constantWords(column, both.flatMap(run => measureOver(run, column.key).map(({ y }) => y))) : null
  const label = t('watch.chart_label', { measure: title, values: mine.map(({ x, y }) => `${year(Math.round(x))}: ${measured(column, y)}`).join('; ') })
  const head = [t('chart.year'), t('watch.this_run'), ...(ghost.length ? [t('watch.control')] : [])]
  const table = { head, rows: mine.map(({ x, y }, at) => [year(Math.round(x)), measured(column, y), ...(ghost.length ? [measured(column, ghost[at]?.y)] : [])]) }
  const legend = [{ mark: 'line', colour: 'var(--accent)', text: names.run }, ...(control?.begin ? [{ mark: 'dashed', colour: 'var(--ghost)', text: names.control }] : [])]
  return html`<${Chart} title=${title} note=${[control?.begin && t('watch.ghost_note'), constant].filter(Boolean).join(' ') || null} label=${label} table=${table} file=${`samspil-watch-${column.key}`} legend=${legend} foot=${foot}
    draw=${(Plot, width) => drawLines(Plot, width, { main, control, column, large, years })} onDrawn=${drawn}
    depends=${[Math.floor(main.steps.length / 8), main.ended, main.begin, control?.begin, control?.ended, Math.floor((control?.steps.length ?? 0) / 8), column.key, large]} />`
}
