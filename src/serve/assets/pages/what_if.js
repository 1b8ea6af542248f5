// What if (planner): a baseline and up to four variants, side by side in one place.
import { html, useEffect, useState } from '../lib/html.js'
import { post, postText, sent } from '../lib/api.js'
import { writeArm, writeRoute, writeSource } from '../lib/link.js'
import { openLink } from '../lib/open_link.js'
import { originOf } from '../lib/origin.js'
import { rest } from '../lib/session.js'
import { offered, sizeIn } from '../lib/settings.js'
import { begin as beginHistory, go, redo, undo } from '../lib/undo.js'
import { decimal, whole, year } from '../lib/format.js'
import { measureLabel, t } from '../lib/words.js'
import { save } from '../lib/download.js'
import { Arms } from '../parts/arms.js'
import { Differences, placeInWords } from '../parts/differences.js'
import { AllEffects, COST_AND_GAIN, EffectSentences, EffectTable } from '../parts/effects.js'
import { Fault } from '../parts/fault.js'
import { LeftOut } from '../parts/left_out.js'
import { LeverPanel } from '../parts/lever_panel.js'
import { PlaneChart, TimeChart } from '../parts/compare_charts.js'
import { Ranking } from '../parts/ranking.js'
import { SourcePicker, useSource } from '../parts/source.js'
import { Dated } from '../parts/stale.js'
import { Typed } from '../parts/typed.js'
import { useCompare } from '../parts/use_compare.js'

const REPLICATIONS = [50, 100, 200, 500, 1000]

/** The curated levers, and those of other keys that the reader has added or that a link sets. */
function useLevers(source, also) {
  const [answer, setAnswer] = useState(null)
  const [error, setError] = useState(null)
  const [tries, setTries] = useState(0)
  const text = also.join()
  useEffect(() => {
    let gone = false
    setError(null)
    post('levers', { source: sent(source), also }).then(found => {
      if (!gone) setAnswer({ ...found, levers: found.levers.filter(lever => lever.group !== 'other'), extra: found.levers.filter(lever => lever.group === 'other') })
    }, failed => { if (!gone) setError(failed) })
    return () => { gone = true }
  }, [text, tries])
  return { answer, error, again: () => setTries(count => count + 1) }
}

function Toolbar({ history, setHistory, actions, said }) {
  const [copied, setCopied] = useState('')
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
    setCopied(t(done ? 'what_if.copied' : 'what_if.copy_failed'))
  }
  return html`<div class="toolbar" role="toolbar" aria-label=${t('what_if.tools')}>
    <button type="button" onClick=${() => setHistory(undo)} disabled=${history.past.length === 0}>↶ ${t('what_if.undo')}</button>
    <button type="button" onClick=${() => setHistory(redo)} disabled=${history.future.length === 0}>↷ ${t('what_if.redo')}</button>
    <button type="button" onClick=${copy}>${t('what_if.link')}</button>
    ${actions.map(([name, act]) => html`<button type="button" onClick=${act}>${t(`what_if.${name}`)}</button>`)}
    <button type="button" onClick=${() => window.print()}>${t('what_if.print')}</button>
    <span role="status">${said || copied}</span>
  </div>`
}

function Precision({ run, replications, setReplications, seed, setSeed }) {
  const { state, running, begin, stale } = run
  const shown = state && !stale ? state : null
  return html`<div class="precision">
    <p role="status" aria-live="off">${shown ? t('what_if.done', { done: whole(shown.done), of: whole(shown.of), seconds: decimal(shown.seconds, 1) }) : running ? t('what_if.starting') : ''}</p>
    <progress max=${shown?.of ?? 1} value=${shown?.done ?? 0} aria-label=${t('what_if.progress')}></progress>
    <label>${t('what_if.replications')} <select value=${replications} onChange=${event => setReplications(Number(event.target.value))}>
      ${offered(REPLICATIONS, replications).map(count => html`<option value=${count} selected=${count === replications}>${whole(count)}</option>`)}</select></label>
    <label>${t('what_if.seed')} <${Typed} type="number" min="0" step="1" value=${seed} onCommit=${text => setSeed(Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor(Number(text)) || 0)))} /></label>
    ${begin?.command && !stale && html`<details><summary>${t('what_if.command')}</summary><pre tabindex="0">${begin.command}</pre></details>`}
  </div>`
}

/** What the place is made to be, in one line: it holds for the baseline and every variant. */
function PlaceLine({ place, about }) {
  const words = placeInWords(place, about)
  return words && html`<p class="place-line">${words}</p>`
}

function Results({ source, run, arms, chosen, titles, measure, setMeasure, seed, scenario, about }) {
  const { begin, state, request, stale } = run
  const [all, setAll] = useState(false)
  if (!state) return run.error ? null : html`<p class="waiting">${t('what_if.starting')}</p>`
  // A run shows what it was asked; a variant added since has no numbers yet.
  const asked = request.arms
  const names = asked.map(arm => arm.name)
  const held = Math.min(chosen, names.length - 1)
  const moved = JSON.stringify(asked[held]?.settings ?? {}) !== JSON.stringify(asked[0].settings)
  const column = key => begin.columns.find(found => found.key === key)
  // The settings of the baseline are those of the place.
  const foot = originOf({ scenario: scenario.title, seed: begin.seed, runs: state.done, place: placeInWords(asked[0].settings, about) })
  const shared = { years: begin.years, arms: names, chosen: held, state, titles, foot }
  const series = ['outcome', 'output', measure].filter((key, index, keys) => keys.indexOf(key) === index && state.series[key])
  return html`<div class=${`results${run.running ? ' running' : ''}${stale ? ' stale' : ''}`}>
    <${Dated} at=${run.at} stale=${stale} error=${run.error} done=${state.done} of=${state.of} />
    <section class="answer" aria-live="polite" aria-busy=${run.running}>
      <h2>${t('what_if.answer', { name: names[held] ?? '', years: year(begin.years.at(-1)), baseline: names[0] })}</h2>
      ${moved ? html`<${EffectSentences} begin=${begin} state=${state} position=${held} titles=${titles} />` : html`<p class="standfirst">${t('what_if.nothing_moved')}</p>`}
    </section>
    <div class="charts">
      ${series.map((key, index) => html`<div key=${key}>
        ${index === series.length - 1 && index > 1 ? html`<${MeasurePicker} columns=${begin.columns} measure=${measure} setMeasure=${setMeasure} titles=${titles} />` : null}
        <${TimeChart} column=${column(key)} series=${state.series[key]} file=${`samspil-${key}`} ...${shared} /></div>`)}
      ${state.series.output && state.series.outcome && html`<div><${PlaneChart} begin=${begin} state=${state} arms=${names} file="samspil-output-outcome" foot=${foot} /></div>`}
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

/** What the reader can do with the state of the bench. */
function benchMoves(history, setHistory) {
  const { place, variants, chosen, extra } = history.present
  const step = (change, mark) => setHistory(before => go(before, { ...before.present, ...change }, mark))
  const change = (position, arm, mark) => step({ variants: variants.map((old, index) => (index === position - 1 ? { ...old, ...arm } : old)) }, mark)
  const without = (settings, gone) => Object.fromEntries(Object.entries(settings).filter(([key]) => key !== gone))
  return {
    choose: position => step({ chosen: position }, 'chosen'),
    rename: (position, given) => change(position, { name: given || t('what_if.variant', { letter: 'ABCD'[position - 1] }) }),
    move: (lever, settings) => (lever.place ? step({ place: settings }, `place ${lever.key}`) : change(chosen, { settings }, `${chosen} ${lever.key}`)),
    take: lever => step({ extra: [...extra, lever.key] }),
    giveBack: lever => step({ extra: extra.filter(key => key !== lever.key), place: without(place, lever.key), variants: variants.map(arm => ({ ...arm, settings: without(arm.settings, lever.key) })) }),
    add: () => step({ variants: [...variants, { name: t('what_if.variant', { letter: 'ABCD'[variants.length] }), settings: { ...variants[chosen - 1].settings } }], chosen: variants.length + 1 }),
    drop: position => step({ variants: variants.filter((arm, index) => index !== position - 1), chosen: Math.max(1, chosen - (position <= chosen ? 1 : 0)) }),
  }
}

function Workbench({ source, scenario, known, limits, pairs, onPlace }) {
  const [opened] = useState(() => openLink(pairs, { known, scenario, limits }))
  const [history, setHistory] = useState(() => beginHistory(opened.state))
  const [replications, setReplications] = useState(opened.replications)
  const [seed, setSeed] = useState(opened.seed)
  const [measure, setMeasure] = useState(opened.measure)
  const [failed, setFailed] = useState(null)
  const [said, setSaid] = useState('')
  const { place, variants, chosen, extra } = history.present
  const [wide] = useState(() => matchMedia('(min-width: 56rem)').matches)
  useEffect(() => onPlace(place), [place])
  const set = [...extra, ...Object.keys(place), ...variants.flatMap(arm => Object.keys(arm.settings))]
  const { answer, error, again } = useLevers(source, [...new Set(set)].sort())
  // Everybody lives in one place: what is said of it is said of the baseline too.
  const arms = [{ name: t('what_if.baseline'), settings: place }, ...variants.map(({ name, settings }) => ({ name, settings: { ...place, ...settings } }))]
  const about = { levers: answer ? [...answer.levers, ...answer.extra] : [], known }
  const titles = Object.fromEntries(scenario.programmes.map(({ key, title }) => [key, title]))
  const run = useCompare({ source, arms, replications, seed, measures: ['outcome', 'output', measure] })
  useEffect(() => rest('what-if', {
    ...writeSource(source), p: Object.keys(place).length > 0 ? writeArm({ name: '', settings: place }) : null, v: variants.map(writeArm), c: chosen === 1 ? null : chosen, k: extra.map(encodeURIComponent),
    m: measure === 'participants_share' ? null : encodeURIComponent(measure), n: replications === 200 ? null : replications, seed: seed === (scenario.seed ?? 1) ? null : seed,
  }), [history, measure, replications, seed])
  const moves = benchMoves(history, setHistory)
  const request = { source: sent(source), arms, replications, seed }
  const deliver = act => () => {
    setFailed(null)
    setSaid(t('what_if.making'))
    act().catch(setFailed).then(() => setSaid(''))
  }
  const name = (source.id ?? source.name).replace(/^.*\//, '').replace(/\.toml$/, '')
  const held = variants[chosen - 1]
  const actions = [
    ['toml', deliver(async () => save(`${name}-${chosen}.toml`, await postText('scenario', { source: sent(source), settings: arms[chosen].settings, title: `${scenario.title}: ${held.name}` })))],
    ['csv', deliver(async () => save(`${name}.csv`, await postText('tables', request), 'text/csv;charset=utf-8'))],
    ['report', deliver(async () => save(`${name}.html`, await postText('report', request), 'text/html;charset=utf-8'))],
  ]
  const origin = originOf({ scenario: scenario.title, seed, runs: run.state?.done ?? 0 })
  return html`
    <${LeftOut} left=${opened.left} />
    <${Toolbar} history=${history} setHistory=${setHistory} actions=${actions} said=${said} />
    <${Fault} error=${failed} />
    <${Fault} error=${error} onAgain=${again} />
    <${Arms} arms=${arms} chosen=${chosen} most=${4} onChoose=${moves.choose} onAdd=${moves.add} onRemove=${moves.drop} onRename=${moves.rename} />
    <${PlaceLine} place=${place} about=${about} />
    <div class="on-paper"><${Differences} arms=${[arms[0], ...variants]} place=${place} about=${about} />${origin.map(line => html`<p class="facts">${line}</p>`)}</div>
    <div class="bench">
      <details class="side" open=${wide}><summary><h2>${t('panel.title', { name: held.name })}</h2></summary>
        ${answer && html`<${LeverPanel} answer=${answer} extra=${answer.extra} place=${place} settings=${held.settings} onChange=${moves.move} onAdd=${moves.take} onRemove=${moves.giveBack} />`}
      </details>
      <div class="main">
        <${Precision} ...${{ run, replications, setReplications, seed, setSeed }} />
        <${Fault} error=${run.error} onAgain=${run.again} />
        <${Results} ...${{ source, run, arms, chosen, titles, measure, setMeasure, seed, scenario, about }} />
      </div>
    </div>`
}

export default function WhatIf({ pairs }) {
  const { source, scenario, known, limits, error, again } = useSource(pairs, 'what-if')
  const [place, setPlace] = useState({})
  const size = scenario && sizeIn(scenario, place)
  const open = picked => { location.hash = writeRoute('what-if', writeSource(picked)) }
  return html`<div class="what-if">
    <div class="lead"><p class="kicker">${t('what_if.kicker')}</p><h1>${scenario?.title ?? t('shell.what_if')}</h1>
      <p class="standfirst">${scenario?.story}</p>
      <div class="row">${size && html`<p class="facts">${t('own.facts', { citizens: whole(size.citizens), years: year(size.years) })}</p>`}
      <${SourcePicker} source=${source} onPick=${open} /></div></div>
    <${Fault} error=${error} onAgain=${again} />
    ${scenario && html`<${Workbench} ...${{ source, scenario, known, limits, pairs, onPlace: setPlace }} />`}
  </div>`
}
