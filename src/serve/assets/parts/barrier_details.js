// One barrier: the review's passages, the mechanism in the model, and the sources.
import { html, useEffect, useState } from '../lib/html.js'
import { getText } from '../lib/api.js'
import { decimal } from '../lib/format.js'
import { currentLanguage, t } from '../lib/words.js'
import { grade } from './lever.js'

/** Rows of docs/barriers.md by the review's id, and by key. */
async function passages() {
  const text = await getText(`documents/barriers?lang=${currentLanguage()}`)
  const page = new DOMParser().parseFromString(text.replace(/ style="[^"]*"/g, ''), 'text/html')
  const found = new Map()
  for (const row of page.querySelectorAll('tr')) {
    const cells = [...row.querySelectorAll('td')].map(cell => cell.textContent.trim())
    if (cells.length < 3) continue
    const [id] = cells[0].match(/^(B-\d+|barriers\.\w+)/) ?? []
    if (id) found.set(id, cells)
  }
  return found
}

/** By language, asked for once. */
const asked = new Map()

export function BarrierDetails({ barrier, row }) {
  const [texts, setTexts] = useState(new Map())
  const language = currentLanguage()
  useEffect(() => {
    if (!asked.has(language)) asked.set(language, passages())
    asked.get(language).then(setTexts, () => asked.delete(language))
  }, [language])
  const byKey = texts.get(`barriers.${barrier.key}`)
  return html`<aside class="barrier" aria-live="polite"><p class="kicker">${barrier.ids.join(' · ')}</p><h3>${t(`barrier_names.${barrier.key}`)}</h3>
    <p>${barrier.meaning}</p>
    <h4>${t('barriers.in_review')}</h4>
    <ul>${barrier.ids.map(id => html`<li><b>${id}</b> <span lang="en">${texts.get(id)?.[1] ?? ''}</span></li>`)}</ul>
    <h4>${t('barriers.mechanism')}</h4>
    <p lang="en">${byKey?.[3] ?? barrier.equation ?? '–'}</p>
    <dl>
      <div><dt>${t('barriers.strength')}</dt><dd>${decimal(barrier.strength, 2)}</dd></div>
      <div><dt>${t('lever.equation')}</dt><dd><a href="#/model?d=model">${barrier.equation ?? '–'}</a></dd></div>
      <div><dt>${t('lever.source')}</dt><dd lang="en">${barrier.source}</dd></div>
      <div><dt>${t('lever.grade')}</dt><dd>${grade(barrier.grade)}</dd></div>
      ${row?.shapley?.outcome && html`<div><dt>${t('barriers.shapley')}</dt><dd>${decimal(row.shapley.outcome.mean * 100, 1)} ${t('units.points')}</dd></div>`}
    </dl>
    <p><a href="#/model?d=barriers">${t('barriers.all_passages')}</a></p></aside>`
}
