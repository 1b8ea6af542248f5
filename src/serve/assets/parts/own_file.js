// The reader's own scenario file: dropped anywhere on the page or chosen, checked, and opened.
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { getOnce, post } from '../lib/api.js'
import { pack } from '../lib/link.js'
import { whole } from '../lib/format.js'
import { t } from '../lib/words.js'
import { Fault, FaultList } from './fault.js'

async function check(file) {
  const { limits } = await getOnce('about')
  if (file.size > limits.body_bytes) throw new Error(t('own.too_large', { size: whole(limits.body_bytes / 1024) }))
  const toml = await file.text()
  const source = { name: file.name, toml, packed: await pack(toml) }
  try {
    return { source, scenario: await post('check', { source: { name: source.name, toml } }) }
  } catch (error) {
    return { source, error }
  }
}

function useDrop(onFile) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const drag = event => {
      if (![...event.dataTransfer.types].includes('Files')) return
      event.preventDefault()
      setOver(true)
    }
    const leave = event => { if (!event.relatedTarget) setOver(false) }
    const drop = event => {
      event.preventDefault()
      setOver(false)
      const [file] = event.dataTransfer.files
      if (file) onFile(file)
    }
    const events = { dragenter: drag, dragover: drag, dragleave: leave, drop }
    for (const [name, listener] of Object.entries(events)) window.addEventListener(name, listener)
    return () => { for (const [name, listener] of Object.entries(events)) window.removeEventListener(name, listener) }
  }, [])
  return over
}

/** The place to drop a file, and what the check of it says. `ways(source)` draws where it can be opened. */
export function OwnFile({ ways }) {
  const [result, setResult] = useState(null)
  const input = useRef(null)
  const open = file => check(file).then(setResult, error => setResult({ error }))
  const over = useDrop(open)
  return html`<section class=${over ? 'own over' : 'own'} aria-label=${t('own.title')}>
    <p>${t('own.drop')} <button type="button" onClick=${() => input.current.click()}>${t('own.choose')}</button></p>
    <input ref=${input} class="hidden" type="file" accept=".toml,text/plain" tabindex="-1" aria-label=${t('own.choose')}
      onChange=${event => event.target.files[0] && open(event.target.files[0])} />
    ${result?.error?.faults?.length > 0 && html`<${FaultList} error=${result.error} text=${result.source.toml} name=${result.source.name} />`}
    ${result?.error && !result.error.faults?.length && html`<${Fault} error=${result.error} />`}
    ${result?.scenario && html`<div class="accepted" role="status">
      <h3>${result.scenario.title}</h3>
      <p>${result.scenario.story}</p>
      <p class="facts">${t('own.facts', { citizens: whole(result.scenario.citizens), years: result.scenario.years })}</p>
      <p>${t('own.open_in')}</p>${ways(result.source)}
    </div>`}
  </section>`
}
