// Small multiples: the same town with other luck.
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { followRun, measureOver } from '../lib/run.js'
import { axisUnit, measured, plotted, year } from '../lib/format.js'
import { originOf } from '../lib/origin.js'
import { extent, tickText } from '../lib/range.js'
import { measureLabel, t } from '../lib/words.js'
import { Chart } from './chart.js'
import { constantWords, mostOf, spread } from './compare_charts.js'
import { Fault } from './fault.js'
import { plotStyle } from './plot.js'
import { Society } from './society.js'

const MANY = 6
const END = { place: Infinity }
const nothing = () => () => {}

const HEIGHT = 220
const MARGIN = { top: 20, bottom: 40 }

function drawAll(Plot, width, { runs, column }) {
  const lines = runs.map(({ seed, run }) => measureOver(run, column.key).map(({ x, y }) => ({ x, y: plotted(column, y), seed })))
  const rows = lines.flat()
  const ends = lines.map(line => line.at(-1)).filter(end => Number.isFinite(end?.y))
  const domain = extent(rows.map(row => row.y), mostOf(column))
  const pixel = value => MARGIN.top + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const placed = spread(ends.map(end => pixel(end.y)))
  return Plot.plot(plotStyle(width, {
    height: HEIGHT, marginLeft: 46, marginRight: 30, marginTop: MARGIN.top, marginBottom: MARGIN.bottom,
    x: { label: t('chart.years'), tickFormat: year, ticks: 6 },
    y: { domain, label: axisUnit(column), grid: true, ticks: 4, tickFormat: tickText(domain) },
    marks: [
      Plot.lineY(rows, { x: 'x', y: 'y', z: 'seed', stroke: 'var(--accent)', strokeOpacity: 0.75, strokeWidth: 1.8 }),
      ...ends.map((end, index) => Plot.text([end], { x: 'x', y: 'y', dx: 8, dy: placed[index] - pixel(end.y), text: row => `${row.seed}`, textAnchor: 'start', fill: 'var(--ink)' })),
    ],
  }))
}

/** Runs several seeds one after another and shows how each ends. */
export function Seeds({ request, scenario, colour, column }) {
  const [runs, setRuns] = useState([])
  const [error, setError] = useState(null)
  const [running, setRunning] = useState(false)
  const controller = useRef(null)
  const text = JSON.stringify([request.settings, request.seed, request.source])
  useEffect(() => {
    setRuns([])
    return () => controller.current?.abort()
  }, [text])
  const start = async () => {
    const mine = new AbortController()
    controller.current = mine
    setRuns([])
    setRunning(true)
    setError(null)
    try {
      for (let seed = request.seed; seed < request.seed + MANY; seed++) {
        const run = await followRun({ ...request, seed }, { signal: mine.signal, keep: false, onProgress: () => {} })
        setRuns(before => [...before, { seed, run }])
      }
    } catch (failed) {
      if (!mine.signal.aborted) setError(failed)
    }
    setRunning(false)
  }
  return html`<section class="seeds" aria-labelledby="seeds-title">
    <h2 id="seeds-title">${t('watch.seeds')}</h2><p>${t('watch.seeds_intro', { count: MANY })}</p>
    <button type="button" class="primary" onClick=${start} disabled=${running}>${t('watch.seeds_run', { count: MANY })}</button>
    <${Fault} error=${error} onAgain=${start} />
    ${running && html`<progress max=${MANY} value=${runs.length} aria-label=${t('watch.seeds')}></progress>`}
    ${runs.length > 0 && html`<ul class="multiples">${runs.map(({ seed, run }) => html`<li key=${seed}>
      <${Society} run=${run} clock=${END} register=${nothing} colour=${colour} ties=${false} selected=${-1} label=${t('watch.seed_ends', { seed })} />
      <p>${t('watch.seed')} ${seed}: <b>${measured(column, measureOver(run, column.key).at(-1)?.y)}</b></p></li>`)}</ul>
      <${Chart} title=${t('watch.seeds_chart')} label=${runs.map(({ seed, run }) => `${t('watch.seed')} ${seed}: ${measured(column, measureOver(run, column.key).at(-1)?.y)}`).join('; ')}
        draw=${(Plot, width) => drawAll(Plot, width, { runs, column })} depends=${[runs, column.key]} file="samspil-seeds" note=${[t('watch.seeds_note', { measure: measureLabel(column) }), constantWords(column, runs.flatMap(({ run }) => measureOver(run, column.key).map(({ y }) => y)))].filter(Boolean).join(' ')}
        foot=${originOf({ scenario, seed: `${runs[0].seed}–${runs.at(-1).seed}` })}
        table=${{ head: [t('watch.seed'), t('watch.at_end')], rows: runs.map(({ seed, run }) => [seed, measured(column, measureOver(run, column.key).at(-1)?.y)]) }} />`}
  </section>`
}
