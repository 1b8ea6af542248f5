// What went wrong, for the person at the keyboard.
import { html } from '../lib/html.js'
import { entry, t } from '../lib/words.js'

/** The words of the page for a reason that the server or the connection gives. */
function worded({ reason, message, hint, values }) {
  const told = reason && entry('reasons', reason)
  return told ? { message: t(`reasons.${reason}.message`, values), hint: t(`reasons.${reason}.hint`, values) } : { message, hint }
}

/** One error, with its hint; a fault of the scenario names its place. `onAgain` asks once more. */
export function Fault({ error, onAgain }) {
  if (!error) return null
  const { message, hint } = worded(error)
  return html`<div class="fault" role="alert" data-reason=${error.reason || undefined}>
    <p><strong>${message}</strong></p>
    ${hint && html`<p>${t('fault.hint')}: ${hint}</p>`}
    ${error.faults?.map(fault => html`<p><code>${fault.key ?? fault.file}</code>: ${fault.message}${fault.hint ? ` – ${fault.hint}` : ''}</p>`)}
    ${error.reason === 'changed'
      ? html`<p><button type="button" onClick=${() => location.reload()}>${t('fault.reload')}</button></p>`
      : error.reason === 'no_scenario'
      // The library may be another than the page has read.
      ? html`<p><a href="#/" onClick=${() => setTimeout(() => location.reload())}>${t('fault.gallery')}</a></p>`
      : onAgain && html`<p><button type="button" onClick=${onAgain}>${t('fault.again')}</button></p>`}
  </div>`
}

/** What stands in backticks is shown as code. */
export const coded = text => text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part))

const AROUND = 2

/** How many letters a fault is about: its key, where it points to that, else the value it points to. */
export function lengthOf({ key, column }, line) {
  const rest = line.slice(column - 1)
  const name = key?.split('.').pop()
  if (name && rest.startsWith(name)) return name.length
  return rest.match(/^("[^"]*"|\[[^\]]*\]|[^\s#,]+)/)?.[0].length ?? 1
}

/** The lines around a fault's place, with the place underlined. */
function Excerpt({ fault, lines }) {
  const first = Math.max(1, fault.line - AROUND)
  const last = Math.min(lines.length, fault.line + AROUND)
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const width = lengthOf(fault, lines[fault.line - 1] ?? '')
  return html`<pre class="excerpt" tabindex="0" role="region" aria-label=${t('fault.excerpt', { line: fault.line })}>${numbers.map(number => html`
    <span class=${number === fault.line ? 'bad' : ''}><b>${number}</b>${lines[number - 1]}</span>
    ${number === fault.line && html`<span class="mark"><b></b>${' '.repeat(Math.max(0, fault.column - 1))}${'^'.repeat(width)} ${fault.label ?? ''}</span>`}`)}</pre>`
}

/** All faults of a scenario, each at its line. */
export function FaultList({ error, text, name }) {
  const lines = text.split(/\r?\n/)
  return html`<section class="faults" role="alert">
    <h3>${t('fault.title', { name, count: error.faults.length })}</h3>
    <ol>${error.faults.map(fault => html`<li>
      <p class="where">${fault.line ? t('fault.where', { file: fault.file.split('/').pop(), line: fault.line, column: fault.column }) : fault.file}</p>
      <p><strong>${coded(fault.message)}</strong></p>
      ${fault.line > 0 && html`<${Excerpt} fault=${fault} lines=${lines} />`}
      ${fault.note && html`<p>${coded(fault.note)}</p>`}
      ${fault.hint && html`<p class="hint"><b>${t('fault.hint')}</b> ${coded(fault.hint)}</p>`}
    </li>`)}</ol>
  </section>`
}
