// What if (planner): a baseline and up to four variants, side by side.
import { html, useEffect, useState } from '../lib/html.js'
import { post, postText, sent } from '../lib/api.js'
import { readArm, writeArm, writeRoute, writeSource } from '../lib/link.js'
import { rest } from '../lib/session.js'
import { offered } from '../lib/settings.js'
import { begin as beginHistory, go, redo, undo } from '../lib/undo.js'
import { decimal, whole, year } from '../lib/format.js'
import { measureLabel, t } from '../lib/words.js'
import { save } from '../lib/download.js'
import { Arms } from '../parts/arms.js'
import { AllEffects, COST_AND_GAIN, EffectSentences, EffectTable } from '../parts/effects.js'
import { Fault } from '../parts/fault.js'
import { LeverPanel } from '../parts/lever_panel.js'
import { PlaneChart, TimeChart } from '../parts/compare_charts.js'
import { Ranking } from '../parts/ranking.js'
import { SourcePicker, useSource } from '../parts/source.js'
import { Typed } from '../parts/typed.js'
import { useCompare } from '../parts/use_compare.js'

const FALLBACK = 'planner/pq_02_as_is'
const REPLICATIONS = [50, 100, 200, 500, 1000]
const variantName = position => t('what_if.variant', { letter: 'ABCD'[position - 1] })

/** The state that an address holds. */
function stateOf(pairs) {
  const variants = (pairs.v ?? []).slice(0, 4).map(readArm)
  return {
    variants: variants.length > 0 ? variants : [{ name: variantName(1), settings: {} }],
    chosen: Math.min(Math.max(1, Number(pairs.c?.[0] ?? 1) || 1), Math.max(1, variants.length)),
    extra: (pairs.k ?? []).map(decodeURIComponent),
  }
}

/** The curated levers, and those of other keys that the reader has added or that a link sets. */
function useLevers(source, also) {
  const [answer, setAnswer] = useState(null)
  const [error, setError] = useState(null)
  const text = also.join()
  useEffect(() => {
    let gone = false
    post('levers', { source: sent(source), also }).then(found => {
      if (!gone) setAnswer({ ...found, levers: found.levers.filter(lever => lever.group !== 'other'), extra: found.levers.filter(lever => lever.group === 'other') })
    }, failed => { if (!gone) setError(failed) })
    return () => { gone = true }
  }, [text])
  return { answer, error }
}

function Toolbar({ history, setHistory, actions }) {
  const [said, setSaid] = useState('')
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
    setSaid(t(done ? 'what_if.copied' : 'what_if.copy_failed'))
  }
  return html`<div class="toolbar" role="toolbar" aria-label=${t('what_if.tools')}>
    <button type="button" onClick=${() => setHistory(undo)} disabled=${history.past.length === 0}>↶ ${t('what_if.undo')}</button>
    <button type="button" onClick=${() => setHistory(redo)} disabled=${history.future.length === 0}>↷ ${t('what_if.redo')}</button>
    <button type="button" onClick=${copy}>${t('what_if.link')}</button>
    ${actions.map(([name, act]) => html`<button type="button" onClick=${act}>${t(`what_if.${name}`)}</button>`)}
    <button type="button" onClick=${() => window.print()}>${t('what_if.print')}</button>
    <span role="status">${said}</span>
  </div>`
}

function Precision({ run, replications, setReplications, seed, setSeed }) {
  const { state, running, begin } = run
  return html`<div class="precision">
    <p role="status" aria-live="off">${state ? t('what_if.done', { done: whole(state.done), of: whole(state.of), seconds: decimal(state.seconds, 1) }) : t('what_if.starting')}</p>
    <progress max=${state?.of ?? 1} value=${running ? state?.done ?? 0 : state?.of ?? 0} aria-label=${t('what_if.progress')}></progress>
    <label>${t('what_if.replications')} <select value=${replications} onChange=${event => setReplications(Number(event.target.value))}>
      ${offered(REPLICATIONS, replications).map(count => html`<option value=${count} selected=${count === replications}>${whole(count)}</option>`)}</select></label>
    <label>${t('what_if.seed')} <${Typed} type="number" min="0" step="1" value=${seed} onCommit=${text => setSeed(Math.max(0, Math.floor(Number(text)) || 0))} /></label>
    ${begin?.command && html`<details><summary>${t('what_if.command')}</summary><pre tabindex="0">${begin.command}</pre></details>`}
  </div>`
}

function Results({ source, run, arms, chosen, titles, measure, setMeasure, seed }) {
  const { begin, state } = run
  const [all, setAll] = useState(false)
  if (!state) return html`<p class="waiting">${t('what_if.starting')}</p>`
  // A run shows what it was asked; a variant added since has no numbers yet.
  const names = begin.arms.map((name, position) => arms[position]?.name ?? name)
  const held = Math.min(chosen, names.length - 1)
  const column = key => begin.columns.find(found => found.key === key)
  const shared = { years: begin.years, arms: names, chosen: held, state, titles }
  const series = ['outcome', 'output', measure].filter((key, index, keys) => keys.indexOf(key) === index && state.series[key])
  return html`<div class=${run.running ? 'results running' : 'results'}>
    <section class="answer" aria-live="polite" aria-busy=${run.running}>
      <h2>${t('what_if.answer', { name: names[held] ?? '', years: year(begin.years.at(-1)), baseline: names[0] })}</h2>
      ${Object.keys(arms[held]?.settings ?? {}).length === 0 ? html`<p class="standfirst">${t('what_if.nothing_moved')}</p>` : html`<${EffectSentences} begin=${begin} state=${state} position=${held} titles=${titles} />`}
    </section>
    <div class="charts">
      ${series.map((key, index) => html`<div key=${key}>
        ${index === series.length - 1 && index > 1 ? html`<${MeasurePicker} columns=${begin.columns} measure=${measure} setMeasure=${setMeasure} titles=${titles} />` : null}
        <${TimeChart} column=${column(key)} series=${state.series[key]} file=${`samspil-${key}`} ...${shared} /></div>`)}
      ${state.series.output && state.series.outcome && html`<div><${PlaneChart} begin=${begin} state=${state} arms=${names} file="samspil-output-outcome" /></div>`}
    </div>
    ${COST_AND_GAIN.map(([name, keys]) => html`<section><h2>${t(`what_if.${name}`)}</h2>
      <${EffectSentences} begin=${begin} state=${state} position=${held} keys=${keys.slice(0, 3)} titles=${titles} />
      <${EffectTable} ...${{ begin, state, arms: names, titles }} columns=${keys.map(column).filter(Boolean)} caption=${t(`what_if.${name}_table`)} /></section>`)}
    <details class="all" onToggle=${event => setAll(event.target.open)}><summary>${t('what_if.all')}</summary>
      ${all && html`<${AllEffects} ...${{ begin, state, arms: names, titles }} />`}</details>
    <${Ranking} source=${source} arms=${arms} seed=${seed} columns=${begin.columns} />
  </div>`
}

function MeasurePicker({ columns, measure, setMeasure, titles }) {
  return html`<label class="picker"><span>${t('what_if.also')}</span><select value=${measure} onChange=${event => setMeasure(event.target.value)}>
    ${columns.filter(column => column.key !== 'outcome' && column.key !== 'output').map(column => html`<option value=${column.key} selected=${column.key === measure}>${measureLabel(column, titles)}</option>`)}
  </select></label>`
}

function Workbench({ source, scenario, pairs }) {
  const [history, setHistory] = useState(() => beginHistory(stateOf(pairs)))
  const [replications, setReplications] = useState(Number(pairs.n?.[0]) || 200)
  const [seed, setSeed] = useState(Number(pairs.seed?.[0] ?? scenario.seed ?? 1))
  const [measure, setMeasure] = useState(pairs.m?.[0] ?? 'participants_share')
  const [failed, setFailed] = useState(null)
  const { variants, chosen, extra } = history.present
  const [wide] = useState(() => matchMedia('(min-width: 56rem)').matches)
  const { answer, error } = useLevers(source, [...new Set([...extra, ...variants.flatMap(arm => Object.keys(arm.settings))])].sort())
  const arms = [{ name: t('what_if.baseline'), settings: {} }, ...variants]
  const titles = Object.fromEntries(scenario.programmes.map(({ key, title }) => [key, title]))
  const measures = ['outcome', 'output', measure]
  const run = useCompare({ source, arms, replications, seed, measures })
  useEffect(() => rest('what-if', {
    ...writeSource(source), v: variants.map(writeArm), c: chosen === 1 ? null : chosen, k: extra.map(encodeURIComponent),
    m: measure === 'participants_share' ? null : measure, n: replications === 200 ? null : replications, seed: seed === (scenario.seed ?? 1) ? null : seed,
  }), [history, measure, replications, seed])
  const step = (change, mark) => setHistory(before => go(before, { ...before.present, ...change }, mark))
  const change = (position, arm, mark) => step({ variants: variants.map((old, index) => (index === position - 1 ? { ...old, ...arm } : old)) }, mark)
  const request = { source: sent(source), arms, replications, seed }
  const deliver = act => () => { setFailed(null); act().catch(setFailed) }
  const name = (source.id ?? source.name).replace(/^.*\//, '').replace(/\.toml$/, '')
  const actions = [
    ['toml', deliver(async () => save(`${name}-${chosen}.toml`, await postText('scenario', { source: sent(source), settings: variants[chosen - 1].settings, title: `${scenario.title}: ${variants[chosen - 1].name}` })))],
    ['csv', deliver(async () => save(`${name}.csv`, await postText('tables', request), 'text/csv;charset=utf-8'))],
    ['report', deliver(async () => save(`${name}.html`, await postText('report', request), 'text/html;charset=utf-8'))],
  ]
  const add = () => step({ variants: [...variants, { name: variantName(variants.length + 1), settings: { ...variants[chosen - 1].settings } }], chosen: variants.length + 1 })
  const drop = position => step({ variants: variants.filter((arm, index) => index !== position - 1), chosen: Math.max(1, chosen - (position <= chosen ? 1 : 0)) })
  return html`
    <${Toolbar} history=${history} setHistory=${setHistory} actions=${actions} />
    <${Fault} error=${failed ?? error} />
    <${Arms} arms=${arms} chosen=${chosen} most=${4} onChoose=${position => step({ chosen: position }, 'chosen')} onAdd=${add} onRemove=${drop}
      onRename=${(position, given) => change(position, { name: given || variantName(position) })} />
    <div class="bench">
      <details class="side" open=${wide}><summary><h2>${t('panel.title', { name: variants[chosen - 1].name })}</h2></summary>
        ${answer && html`<${LeverPanel} answer=${answer} extra=${answer.extra} settings=${variants[chosen - 1].settings}
          onChange=${(settings, key) => change(chosen, { settings }, `${chosen} ${key}`)}
          onAdd=${lever => step({ extra: [...extra, lever.key] })}
          onRemove=${lever => step({ extra: extra.filter(key => key !== lever.key), variants: variants.map(arm => ({ ...arm, settings: Object.fromEntries(Object.entries(arm.settings).filter(([key]) => key !== lever.key)) })) })} />`}
      </details>
      <div class="main">
        <${Precision} ...${{ run, replications, setReplications, seed, setSeed }} />
        <${Fault} error=${run.error} />
        <${Results} ...${{ source, run, arms, chosen, titles, measure, setMeasure, seed }} />
      </div>
    </div>`
}

export default function WhatIf({ pairs }) {
  const { source, scenario, error } = useSource(pairs, FALLBACK)
  const open = picked => { location.hash = writeRoute('what-if', writeSource(picked)) }
  return html`<div class="what-if">
    <div class="lead"><p class="kicker">${t('what_if.kicker')}</p><h1>${scenario?.title ?? t('shell.what_if')}</h1>
      <p class="standfirst">${scenario?.story}</p>
      <div class="row">${scenario && html`<p class="facts">${t('own.facts', { citizens: whole(scenario.citizens), years: year(scenario.years) })}</p>`}
      <${SourcePicker} source=${source} onPick=${open} /></div></div>
    <${Fault} error=${error} />
    ${scenario && html`<${Workbench} source=${source} scenario=${scenario} pairs=${pairs} />`}
  </div>`
}
