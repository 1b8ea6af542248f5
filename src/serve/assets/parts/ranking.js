// Does the ranking hold when the parameters that nobody knows exactly are drawn anew?
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { getOnce, lines, sent } from '../lib/api.js'
import { decimal, percent } from '../lib/format.js'
import { leverLabel, measureLabel, t } from '../lib/words.js'
import { leverUnit } from './differences.js'
import { Fault } from './fault.js'

const DRAWS = 60
const REPLICATIONS = 4

function Change({ change, register }) {
  const general = register.find(entry => entry.key === change.key)
  const label = leverLabel(change.key)
  const named = label === change.key ? t('ranking.parameter', { meaning: change.meaning, key: change.key }) : label
  return html`<li>${t(`ranking.${change.when}`, { name: named, value: [decimal(change.value, 3), general && leverUnit({ ...general, general: general.key })].filter(Boolean).join(' ') })}
    <small>${t('ranking.shares', { when: percent(change.share_when, 0), otherwise: percent(change.share_otherwise, 0) })}</small></li>`
}

function Result({ state, arms, register }) {
  const order = state.order.map(position => arms[position].name).join(' › ')
  return html`<p class="standing">${t('ranking.order', { order })} ${t('ranking.same', { share: percent(state.same, 0), done: state.done ?? DRAWS })}</p>
    <ul class="best">${arms.map((arm, position) => html`<li><i class=${`dot arm-${position}`} aria-hidden="true"></i><span>${arm.name}</span>
      <meter min="0" max="1" value=${state.best[position]} aria-label=${t('ranking.best', { name: arm.name })}></meter><span>${percent(state.best[position], 0)}</span></li>`)}</ul>
    ${state.changes && html`<h4>${t('ranking.changes')}</h4>
      ${state.changes.length === 0 ? html`<p>${t('ranking.no_changes')}</p>` : html`<ul>${state.changes.map(change => html`<${Change} change=${change} register=${register} />`)}</ul>`}`}`
}

/** The question, and the answer when it is asked. It is forgotten when an arm changes. */
export function Ranking({ source, arms, seed, columns }) {
  const [measure, setMeasure] = useState('outcome')
  const [run, setRun] = useState(null)
  const [register, setRegister] = useState([])
  const controller = useRef(null)
  const text = JSON.stringify([arms, measure, seed])
  useEffect(() => {
    getOnce('register').then(answer => setRegister(answer.entries), () => {})
    return () => {
      controller.current?.abort()
      setRun(null)
    }
  }, [text])
  const ask = async () => {
    controller.current?.abort()
    const mine = new AbortController()
    controller.current = mine
    setRun({ running: true })
    try {
      const request = { source: sent(source), arms, measure, draws: DRAWS, replications: REPLICATIONS, seed }
      for await (const line of lines('ranking', request, mine.signal)) {
        if (mine.signal.aborted) return
        setRun(before => ({ state: { ...before.state, ...line }, running: line.type !== 'done' }))
      }
    } catch (error) {
      if (!mine.signal.aborted) setRun({ error })
    }
  }
  const choices = columns.filter(column => !column.programme && !column.municipality && (column.better || column.key === 'participants_share' || column.key === 'output'))
  return html`<section class="ranking" aria-labelledby="ranking-title">
    <h2 id="ranking-title">${t('ranking.title')}</h2><p>${t('ranking.intro', { draws: DRAWS })}</p>
    <p class="row"><label>${t('ranking.by')} <select value=${measure} onChange=${event => setMeasure(event.target.value)}>
      ${choices.map(column => html`<option value=${column.key} selected=${column.key === measure}>${measureLabel(column)}</option>`)}</select></label>
      <button type="button" class="primary" onClick=${ask} disabled=${run?.running}>${t('ranking.ask')}</button></p>
    <${Fault} error=${run?.error} onAgain=${ask} />
    <div role="status">${run?.running && html`<progress max=${DRAWS} value=${run.state?.done ?? 0} aria-label=${t('ranking.title')}></progress>`}
    ${run?.state?.best && html`<${Result} state=${run.state} arms=${arms} register=${register} />`}</div>
  </section>`
}
