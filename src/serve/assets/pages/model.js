// Model: what it rests on, and what it cannot tell.
import { html, useEffect, useMemo, useState } from '../lib/html.js'
import { getOnce } from '../lib/api.js'
import { LinkReader } from '../lib/link_reader.js'
import { rest } from '../lib/session.js'
import { decimal, unitLabel, whole } from '../lib/format.js'
import { choiceLabel, entry, t } from '../lib/words.js'
import { Document } from '../parts/document.js'
import { Fault } from '../parts/fault.js'
import { LeftOut } from '../parts/left_out.js'
import { grade } from '../parts/lever.js'

const TABS = ['register', 'model', 'validation', 'coverage', 'limits', 'barriers', 'hypotheses', 'theory', 'sensitivity', 'statistics', 'glossary']
const SHOWN = 60

function valueText(value) {
  if (typeof value === 'number') return decimal(value, 6)
  if (typeof value === 'boolean') return t(value ? 'lever.on' : 'lever.off')
  if (Array.isArray(value)) return value.map(choiceLabel).join(', ') || '–'
  return choiceLabel(value) || '–'
}

const rangeText = pair => (pair ? `${decimal(pair[0], 4)} – ${decimal(pair[1], 4)}` : '–')

/** Entries in which every word of a search occurs. */
export function matching(entries, search) {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(one => {
    const words = entry('levers', one.key)
    const text = `${one.key} ${one.symbol ?? ''} ${one.meaning} ${one.source} ${one.equation ?? ''} ${words?.label ?? ''} ${words?.hint ?? ''}`.toLowerCase()
    return wanted.every(word => text.includes(word))
  })
}

function Row({ one }) {
  const words = entry('levers', one.key)
  return html`<tr><th scope="row"><code>${one.key}</code>${words && html`<span class="words">${words.label}</span>`}</th>
    <td>${one.symbol}</td><td>${one.meaning}</td><td>${valueText(one.default)} <small>${unitLabel(one.unit)}</small></td><td>${rangeText(one.range)}</td>
    <td>${grade(one.grade)}</td><td lang="en">${one.source}</td><td>${one.equation}</td></tr>`
}

function Register({ search, setSearch }) {
  const [entries, setEntries] = useState(null)
  const [error, setError] = useState(null)
  const [all, setAll] = useState(false)
  useEffect(() => { getOnce('register').then(answer => setEntries(answer.entries), setError) }, [])
  const found = useMemo(() => matching(entries ?? [], search), [entries, search])
  const shown = all ? found : found.slice(0, SHOWN)
  return html`<div class="register"><p>${t('model.register_intro')}</p>
    <label class="search"><span>${t('model.search')}</span><input type="search" value=${search} onInput=${event => setSearch(event.target.value)} /></label>
    <p role="status">${entries ? t('model.found', { count: found.length, of: whole(entries.length) }) : ''}</p><${Fault} error=${error} />
    <div class="scroll" tabindex="0" role="region" aria-label=${t('model.register')}><table class="register-table"><thead><tr>
      ${['key', 'symbol', 'meaning', 'default', 'range', 'grade', 'source', 'equation'].map(name => html`<th scope="col">${t(`model.column_${name}`)}</th>`)}</tr></thead>
      <tbody>${shown.map(one => html`<${Row} key=${one.key} one=${one} />`)}</tbody></table></div>
    ${shown.length < found.length && html`<button type="button" onClick=${() => setAll(true)}>${t('model.show_all', { count: found.length })}</button>`}
  </div>`
}

export default function Model({ pairs }) {
  const [opened] = useState(() => {
    const link = new LinkReader(pairs)
    return { tab: link.choice('d', TABS, 'register'), search: link.text('q', ''), left: link.end() }
  })
  const [tab, setTab] = useState(opened.tab)
  const [search, setSearch] = useState(opened.search)
  useEffect(() => rest('model', { d: tab === 'register' ? null : tab, q: search && encodeURIComponent(search) }), [tab, search])
  return html`<div class="model">
    <div class="lead"><p class="kicker">${t('model.kicker')}</p><h1>${t('model.title')}</h1><p class="standfirst">${t('model.standfirst')}</p></div>
    <${LeftOut} left=${opened.left} />
    <div class="chips" role="group" aria-label=${t('model.parts')}>${TABS.map(name => html`<button type="button" aria-pressed=${name === tab} onClick=${() => setTab(name)}>${t(`model.${name}`)}</button>`)}</div>
    ${tab === 'register' ? html`<${Register} search=${search} setSearch=${setSearch} />` : html`<${Document} key=${tab} name=${tab} onOpen=${setTab} known=${TABS} />`}
  </div>`
}
