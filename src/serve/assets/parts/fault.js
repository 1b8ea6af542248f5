// What went wrong, for the person at the keyboard.
import { html } from '../lib/html.js'
import { t } from '../lib/words.js'

/** One error, with its hint; a fault of the scenario names its place. */
export function Fault({ error }) {
  if (!error) return null
  return html`<div class="fault" role="alert">
    <p><strong>${error.message}</strong></p>
    ${error.hint && html`<p>${t('fault.hint')}: ${error.hint}</p>`}
    ${error.faults?.map(fault => html`<p><code>${fault.key ?? fault.file}</code>: ${fault.message}${fault.hint ? ` – ${fault.hint}` : ''}</p>`)}
  </div>`
}

const AROUND = 2

/** The lines around a fault's place, with the place underlined. */
function Excerpt({ fault, lines }) {
  const first = Math.max(1, fault.line - AROUND)
  const last = Math.min(lines.length, fault.line + AROUND)
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const width = Math.max(1, (fault.key?.split('.').pop() ?? '').length)
  return html`<pre class="excerpt" tabindex="0" aria-label=${t('fault.excerpt', { line: fault.line })}>${numbers.map(number => html`<span class=${number === fault.line ? 'bad' : ''}><b>${number}</b>${lines[number - 1]}
${number === fault.line && html`<i>${' '.repeat(Math.max(0, fault.column - 1))}${'^'.repeat(width)} ${fault.label ?? ''}
</i>`}</span>`)}</pre>`
}

/** All faults of a scenario, each at its line. */
export function FaultList({ error, text, name }) {
  const lines = text.split(/\r?\n/)
  return html`<section class="faults" role="alert">
    <h3>${t('fault.title', { name, count: error.faults.length })}</h3>
    <ol>${error.faults.map(fault => html`<li>
      <p class="where">${fault.line ? t('fault.where', { file: fault.file, line: fault.line, column: fault.column }) : fault.file}</p>
      <p><strong>${fault.message}</strong></p>
      ${fault.line > 0 && html`<${Excerpt} fault=${fault} lines=${lines} />`}
      ${fault.note && html`<p>${fault.note}</p>`}
      ${fault.hint && html`<p class="hint"><b>${t('fault.hint')}</b> ${fault.hint}</p>`}
    </li>`)}</ol>
  </section>`
}
