// Barriers (researcher): each removed alone, all together; declared hypotheses and their verdicts.
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { lines, sent } from '../lib/api.js'
import { writeRoute, writeSource } from '../lib/link.js'
import { LinkReader } from '../lib/link_reader.js'
import { originOf } from '../lib/origin.js'
import { offered } from '../lib/settings.js'
import { rest } from '../lib/session.js'
import { section, t } from '../lib/words.js'
import { BarrierDetails } from '../parts/barrier_details.js'
import { Fault } from '../parts/fault.js'
import { Hypotheses } from '../parts/hypotheses.js'
import { LeftOut } from '../parts/left_out.js'
import { SourcePicker, useSource } from '../parts/source.js'
import { Tornado } from '../parts/tornado.js'

const COUNTS = [10, 20, 50, 100]

/** Keys without their table, as the words have them. */
function short(line) {
  const cut = list => list?.map(item => ({ ...item, key: item.key.replace('barriers.', '') }))
  return { ...line, present: cut(line.present), rows: cut(line.rows) }
}

function useBarriers(source, replications) {
  const [run, setRun] = useState({ running: false })
  const controller = useRef(null)
  useEffect(() => () => controller.current?.abort(), [])
  const start = async () => {
    controller.current?.abort()
    const mine = new AbortController()
    controller.current = mine
    setRun({ running: true, replications })
    try {
      for await (const line of lines('barriers', { source: sent(source), replications }, mine.signal)) {
        if (mine.signal.aborted) return
        setRun(before => ({ ...before, [line.type]: short(line), running: line.type !== 'done' }))
      }
    } catch (error) {
      if (!mine.signal.aborted) setRun({ error })
    }
  }
  const stop = () => {
    controller.current?.abort()
    setRun(before => ({ ...before, running: false }))
  }
  return { run, start, stop }
}

/** What a link holds. */
function openLink(pairs, limits) {
  const link = new LinkReader(pairs)
  const opened = { replications: link.number('n', 20, 2, limits.replications_barriers), chosen: link.choice('b', Object.keys(section('barrier_names')), null) }
  return { ...opened, left: link.end() }
}

function Bench({ source, scenario, limits, pairs }) {
  const [opened] = useState(() => openLink(pairs, limits))
  const [replications, setReplications] = useState(opened.replications)
  const [chosen, setChosen] = useState(opened.chosen)
  const { run, start, stop } = useBarriers(source, replications)
  useEffect(() => rest('barriers', { ...writeSource(source), n: replications === 20 ? null : replications, b: chosen }), [replications, chosen])
  const present = run.begin?.present ?? []
  const held = present.find(barrier => barrier.key === chosen) ?? present[0]
  const foot = originOf({ scenario: scenario.title, seed: run.begin?.seed ?? scenario.seed, runs: run.replications })
  return html`<${LeftOut} left=${opened.left} /><section aria-labelledby="tornado-title"><h2 id="tornado-title">${t('barriers.which')}</h2><p>${t('barriers.intro')}</p>
    <p class="row"><label>${t('what_if.replications')} <select value=${replications} onChange=${event => setReplications(Number(event.target.value))}>
      ${offered(COUNTS, replications).map(count => html`<option value=${count} selected=${count === replications}>${count}</option>`)}</select></label>
      <button type="button" class="primary" onClick=${start} disabled=${run.running}>${t('barriers.run')}</button>
      ${run.running && html`<button type="button" onClick=${stop}>${t('barriers.stop')}</button>`}</p>
    <${Fault} error=${run.error} onAgain=${start} />
    <div role="status">${run.running && html`<progress max=${run.progress?.of ?? 1} value=${run.progress?.done ?? 0} aria-label=${t('barriers.which')}></progress>
      <span>${t('barriers.progress', { done: run.progress?.done ?? 0, of: run.progress?.of ?? '…' })}</span>`}</div>
    ${run.begin && html`<div class="barrier-room">
      <div>${run.done && html`<${Tornado} done=${run.done} chosen=${held?.key} onChoose=${setChosen} foot=${foot} />`}
        ${!run.done && html`<ul class="present">${present.map(barrier => html`<li><button type="button" aria-pressed=${barrier.key === held?.key} onClick=${() => setChosen(barrier.key)}>${t(`barrier_names.${barrier.key}`)}</button></li>`)}</ul>`}</div>
      ${held && html`<${BarrierDetails} barrier=${held} row=${run.done?.rows.find(row => row.key === held.key)} />`}
    </div>`}
  </section>`
}

export default function Barriers({ pairs }) {
  const { source, scenario, limits, error, again } = useSource(pairs, 'barriers')
  const open = picked => { location.hash = writeRoute('barriers', writeSource(picked)) }
  return html`<div class="barriers">
    <div class="lead"><p class="kicker">${t('barriers.kicker')}</p><h1>${scenario ? t('barriers.title', { title: scenario.title }) : t('shell.barriers')}</h1>
      <p class="standfirst">${scenario?.story}</p><div class="row"><${SourcePicker} source=${source} onPick=${open} /></div></div>
    <${Fault} error=${error} onAgain=${again} />
    ${scenario && html`<${Bench} ...${{ source, scenario, limits, pairs }} />`}
    <${Hypotheses} />
  </div>`
}
