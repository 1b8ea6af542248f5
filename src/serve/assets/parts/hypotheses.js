// Declared hypotheses: run one and see its verdict grow.
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { getOnce, lines } from '../lib/api.js'
import { decimal, digitsFor, whole } from '../lib/format.js'
import { extent, tickText } from '../lib/range.js'
import { entry, t } from '../lib/words.js'
import { Chart } from './chart.js'
import { Fault, coded } from './fault.js'
import { plotStyle } from './plot.js'

function draw(Plot, width, { states }) {
  const rows = states.filter(row => row.effect !== null && row.effect !== undefined)
  const spreadOf = rows.slice(Math.min(2, rows.length - 1))
  const values = spreadOf.flatMap(row => [row.low, row.high]).filter(Number.isFinite)
  const domain = extent(values)
  return Plot.plot(plotStyle(width, {
    height: 220, marginLeft: 52, marginBottom: 40,
    x: { label: t('hypotheses.pairs'), ticks: 6, tickFormat: value => whole(value) },
    y: { label: t('hypotheses.effect'), domain, clamp: true, grid: true, ticks: 5, tickFormat: tickText(domain) },
    marks: [
      Plot.areaY(rows, { x: 'done', y1: 'low', y2: 'high', fill: 'var(--accent)', fillOpacity: 0.18 }),
      Plot.lineY(rows, { x: 'done', y: 'effect', stroke: 'var(--accent)', strokeWidth: 2.2 }),
      Plot.dot(rows.slice(-1), { x: 'done', y: 'effect', r: 4, fill: 'var(--accent)' }),
    ],
  }))
}

function Verdict({ run, onAgain }) {
  const { states, done, error, running } = run
  const last = states.at(-1)
  const show = value => decimal(value, digitsFor(value))
  return html`<div class="verdict-room">
    <${Fault} error=${error} onAgain=${onAgain} />
    <p role="status" class=${done ? `sentence-verdict ${done.verdict}` : 'sentence-verdict'}>${done
      ? html`<b>${t(`hypotheses.${done.verdict}`)}</b> <span>${coded(done.words)}</span>`
      : last ? t('hypotheses.so_far', { done: last.done, of: last.of, effect: show(last.effect), low: show(last.low), high: show(last.high) }) : running ? t('shell.loading') : ''}</p>
    ${done && html`<p class="so-far">${[done.details, done.caution].filter(Boolean).join(' – ')}</p>`}
    ${states.length > 1 && html`<${Chart} title=${t('hypotheses.chart')} label=${t('hypotheses.label', { effect: show(last.effect), low: show(last.low), high: show(last.high) })} note=${t('hypotheses.note')}
      table=${{ head: [t('hypotheses.pairs'), t('hypotheses.effect'), t('hypotheses.interval')], rows: states.map(row => [whole(row.done), show(row.effect), `${show(row.low)} ${t('chart.to')} ${show(row.high)}`]) }}
      draw=${(Plot, width) => draw(Plot, width, { states })} depends=${[states.length, done]} />`}
  </div>`
}

function useVerdict(id) {
  const [run, setRun] = useState(null)
  const controller = useRef(null)
  useEffect(() => () => controller.current?.abort(), [])
  const start = async () => {
    controller.current?.abort()
    const mine = new AbortController()
    controller.current = mine
    setRun({ states: [], running: true })
    try {
      for await (const line of lines(`hypotheses/${id}`, {}, mine.signal)) {
        if (mine.signal.aborted) return
        if (line.type === 'state') setRun(before => ({ ...before, states: [...before.states, line] }))
        else if (line.type === 'done') setRun(before => ({ ...before, done: line, running: false }))
      }
    } catch (error) {
      if (!mine.signal.aborted) setRun(before => ({ ...before, error, running: false }))
    }
  }
  return { run, start }
}

function Hypothesis({ hypothesis }) {
  const { run, start } = useVerdict(hypothesis.id)
  const translated = entry('claims', hypothesis.id)
  return html`<li class="hypothesis">
    <p class="kicker">${hypothesis.id}</p>
    ${translated ? html`<h3>${translated}</h3>` : html`<h3>${hypothesis.claim}</h3>`}
    <div class="row"><button type="button" onClick=${start} disabled=${run?.running} aria-label=${t('hypotheses.run_of', { id: hypothesis.id })}>${t('hypotheses.run')}</button>
      <details><summary>${t('hypotheses.declared')}</summary><p>${hypothesis.note}</p><ul lang="en">${hypothesis.sources?.map(source => html`<li>${source}</li>`)}</ul></details></div>
    ${run && html`<${Verdict} run=${run} onAgain=${start} />`}
  </li>`
}

export function Hypotheses() {
  const [hypotheses, setHypotheses] = useState([])
  const [error, setError] = useState(null)
  useEffect(() => { getOnce('hypotheses').then(answer => setHypotheses(answer.hypotheses), setError) }, [])
  return html`<section class="hypotheses" aria-labelledby="hypotheses-title"><h2 id="hypotheses-title">${t('hypotheses.title')}</h2><p>${t('hypotheses.intro')}</p>
    <${Fault} error=${error} /><ul>${hypotheses.map(hypothesis => html`<${Hypothesis} key=${hypothesis.id} hypothesis=${hypothesis} />`)}</ul></section>`
}
