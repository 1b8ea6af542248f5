// The levers of a scenario, in a planner's order, and a search over every other key of the register.
import { html, useEffect, useMemo, useState } from '../lib/html.js'
import { getOnce } from '../lib/api.js'
import { leverLabel, t } from '../lib/words.js'
import { leverOfEntry, parameterOf } from '../lib/settings.js'
import { Lever } from './lever.js'

const SHOWN = 12

/** Register entries that fit a search and are not among the levers yet. */
function others(entries, levers, programmes, search) {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  const taken = new Set(levers.map(lever => lever.key))
  return entries
    .flatMap(entry => (entry.key.includes('*') ? programmes.map(({ key }) => leverOfEntry(entry, key)) : [leverOfEntry(entry)]))
    .filter(lever => !taken.has(lever.key) && lever.kind !== 'text')
    .filter(lever => {
      const text = `${lever.key} ${lever.meaning} ${leverLabel(lever.general)} ${lever.symbol ?? ''}`.toLowerCase()
      return wanted.every(word => text.includes(word))
    })
}

function Search({ levers, programmes, onAdd }) {
  const [entries, setEntries] = useState([])
  const [search, setSearch] = useState('')
  useEffect(() => { if (search) getOnce('register').then(answer => setEntries(answer.entries), () => {}) }, [search !== ''])
  const found = useMemo(() => others(entries, levers, programmes, search), [entries, levers, programmes, search])
  return html`<section class="lever-search"><h3>${t('panel.any')}</h3>
    <label><span class="hidden">${t('panel.search')}</span><input type="search" value=${search} placeholder=${t('panel.search')} onInput=${event => setSearch(event.target.value)} /></label>
    <ul>${found.slice(0, SHOWN).map(lever => html`<li><button type="button" onClick=${() => { onAdd(lever); setSearch('') }}>
      <b>${leverLabel(lever.general)}</b>${leverLabel(lever.general) === lever.general ? '' : html` <code>${lever.key}</code>`}<span>${lever.meaning}</span></button></li>`)}</ul>
    ${search && html`<p class="found" role="status">${t('panel.found', { count: found.length })}</p>`}
  </section>`
}

/** The year from which an event moves each lever that one does. */
function firstMoves(levers) {
  const years = {}
  for (const { key, year } of levers) {
    if (year !== null) years[parameterOf(key)] = Math.min(year, years[parameterOf(key)] ?? Infinity)
  }
  for (const { key, year } of levers) if (year !== null) delete years[key]
  return years
}

/**
 * `extra` are levers that the reader has added from the register. What describes the place is set in `place`, everything
 * else in `settings`; `onChange` gets the lever and what it is set in, after a move.
 */
export function LeverPanel({ answer, extra, place, settings, onChange, onAdd, onRemove }) {
  const { programmes, groups, levers } = answer
  const all = [...levers, ...extra]
  const years = firstMoves(levers)
  const lever = (item, removable) => html`<${Lever} key=${item.key} lever=${item} settings=${item.place ? place : settings} until=${years[item.key]}
    onChange=${next => onChange(item, next)} onRemove=${removable ? () => onRemove(item) : undefined} />`
  return html`<div class="lever-panel">
    ${extra.length > 0 && html`<details class="group" open><summary>${t('groups.other')}</summary>${extra.map(item => lever(item, true))}</details>`}
    ${groups.filter(group => levers.some(item => item.group === group)).map((group, index) => {
      const own = levers.filter(item => item.group === group)
      const moved = own.filter(item => item.key in settings || item.key in place).length
      return html`<details class="group" key=${group} open=${index === 0 || moved > 0}><summary>${t(`groups.${group}`)}${moved > 0 && html` <span class="count">${t('panel.moved', { count: moved })}</span>`}</summary>
        ${[...programmes, { key: null }].map(programme => {
          const some = own.filter(item => item.programme === programme.key)
          if (some.length === 0) return null
          return html`${programme.key && programmes.length > 1 && html`<h4>${programme.title || programme.key}</h4>`}${some.map(item => lever(item, false))}`
        })}</details>`
    })}
    <${Search} levers=${all} programmes=${programmes} onAdd=${onAdd} />
  </div>`
}
