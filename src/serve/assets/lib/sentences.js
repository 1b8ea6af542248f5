// Effects in words. An interval that covers zero is never told as a difference.
import { t, measureLabel } from './words.js'
import { differenceTexts } from './format.js'

/** How an effect reads: `rises`, `falls`, `unseen` or `same`. */
export function direction(effect) {
  if (effect.low === 0 && effect.high === 0) return 'same'
  if (effect.low > 0) return 'rises'
  if (effect.high < 0) return 'falls'
  return 'unseen'
}

/** Whether an effect is good: `better`, `worse`, or null where the measure is a means or nothing is seen. */
export function judgement(column, effect) {
  const way = direction(effect)
  if (!column.better || way === 'unseen' || way === 'same') return null
  return (way === 'rises') === (column.better === 'higher') ? 'better' : 'worse'
}

/** What becomes of a gap, which is narrow or wide on either side of zero: `narrows` or `widens`; null where it turns round. */
function ofGap(column, [before, after]) {
  if (!column.gap || !(before * after >= 0)) return null
  return Math.abs(after) < Math.abs(before) ? 'narrows' : 'widens'
}

/** One sentence for an effect; `complete` when no more replications will come, `levels` with and without it. */
export function effectSentence(column, effect, { complete = false, titles = {}, levels = [] } = {}) {
  const measure = measureLabel(column, titles)
  if (!effect || effect.difference === null || effect.low === null || effect.low === undefined) return t('sentence.none', { measure })
  const way = direction(effect)
  const texts = differenceTexts(column, effect)
  // A fall is told as a size, so its interval is turned round: by 0.06 (0.05 to 0.07).
  const turned = way === 'falls' ? differenceTexts(column, { difference: -effect.difference, low: -effect.high, high: -effect.low }) : texts
  const values = { measure, size: texts.size, low: turned.low, high: turned.high, unit: texts.unit }
  const seen = ofGap(column, levels) ?? way
  // Runs that all differ by the same leave no interval.
  const told = effect.low === effect.high ? `all_${seen}` : seen
  const path = { unseen: complete ? 'unseen' : 'unseen_yet', same: 'same' }[way] ?? told
  return t(`sentence.${path}`, values).replace(/\s+([,)(.])/g, (all, mark) => (mark === '(' ? ' (' : mark)).trim()
}
