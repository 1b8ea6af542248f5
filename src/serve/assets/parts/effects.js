// Effects in words and as a table.
import { html } from '../lib/html.js'
import { differenceTexts, measured } from '../lib/format.js'
import { direction, effectSentence, judgement } from '../lib/sentences.js'
import { measureDefinition, measureLabel, t } from '../lib/words.js'

const MAIN = ['outcome', 'output', 'participants_share']

/** Keys of the table "what it costs and who gains". */
export const COST_AND_GAIN = [
  ['cost', ['public_cost', 'coproduction_cost', 'cost_per_outcome', 'hours_freed', 'citizen_time_value']],
  ['gain', ['equity_gap', 'outcome_gap', 'need_weighted_reach', 'voice_inequality']],
]

function Judgement({ column, effect }) {
  const verdict = judgement(column, effect)
  return verdict && html` <span class=${`verdict ${verdict}`}>${t(`sentence.${verdict}`)}</span>`
}

/** One sentence for each of some measures. */
export function EffectSentences({ begin, state, position, keys = MAIN, titles }) {
  const effects = state.effects[position - 1]
  if (!effects) return null
  const complete = state.done >= state.of
  return html`<ul class="sentences">${keys.map(key => {
    const column = begin.columns.find(found => found.key === key)
    if (!column) return null
    const effect = effects[key]
    const levels = [0, position].map(arm => state.ends[key]?.[arm]?.mean)
    const seen = effect && direction(effect) !== 'unseen' && direction(effect) !== 'same'
    return html`<li class=${seen ? 'seen' : 'unseen'}>${effectSentence(column, effect, { complete, titles, levels })}${effect && html`<${Judgement} column=${column} effect=${effect} />`}</li>`
  })}</ul>`
}

function Difference({ column, effect }) {
  if (!effect || effect.difference === null || effect.low === null) return html`<span class="none">–</span>`
  const texts = differenceTexts(column, effect)
  const seen = direction(effect) === 'rises' || direction(effect) === 'falls'
  const interval = effect.low === effect.high ? t('effects.equal') : `${texts.signed.low} ${t('chart.to')} ${texts.signed.high}`
  return html`<span class=${seen ? 'seen' : 'unseen'}><b>${texts.signed.difference}</b> <small>(${interval})</small>${texts.unit && html` <small class="unit">${texts.unit}</small>`}</span>`
}

/** Measures in rows, arms in columns: the baseline's value, then each variant's difference from it with its interval. */
export function EffectTable({ begin, state, arms, columns, caption, titles }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table class="effects">
    <caption>${caption}</caption>
    <thead><tr><th scope="col">${t('effects.measure')}</th><th scope="col">${arms[0]}</th>
      ${arms.slice(1).map((name, index) => html`<th scope="col"><i class=${`dot arm-${index + 1}`} aria-hidden="true"></i>${name}</th>`)}</tr></thead>
    <tbody>${columns.map(column => html`<tr><th scope="row"><abbr title=${measureDefinition(column)}>${measureLabel(column, titles)}</abbr></th>
      <td>${measured(column, state.ends[column.key]?.[0]?.mean)}</td>
      ${arms.slice(1).map((name, index) => html`<td><${Difference} column=${column} effect=${state.effects[index]?.[column.key]} /></td>`)}</tr>`)}</tbody>
  </table></div>`
}

/** Every measure there is, by theme; drawn only when opened. */
export function AllEffects({ begin, state, arms, titles }) {
  const themes = [...new Set(begin.columns.map(column => column.theme))]
  return html`${themes.map(theme => {
    const columns = begin.columns.filter(column => column.theme === theme)
    return html`<${EffectTable} ...${{ begin, state, arms, titles, columns }} caption=${t(`themes.${theme}`)} />`
  })}`
}
