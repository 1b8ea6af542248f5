// Baseline and variants: the row from which one picks which variant the levers move.
import { html } from '../lib/html.js'
import { t } from '../lib/words.js'
import { Typed } from './typed.js'

/** Colours stand for positions; the variant in hand carries the levers. */
export function Arms({ arms, chosen, onChoose, onAdd, onRemove, onRename, most }) {
  return html`<div class="arms" role="group" aria-label=${t('what_if.arms')}>
    <span class="arm baseline arm-0"><i aria-hidden="true"></i>${arms[0].name}</span>
    ${arms.slice(1).map((arm, index) => {
      const position = index + 1
      const held = position === chosen
      return html`<span class=${`arm arm-${position}${held ? ' held' : ''}`}><i aria-hidden="true"></i>
        ${held
          ? html`<${Typed} value=${arm.name} maxlength="40" aria-label=${t('what_if.name_of', { number: position })} onCommit=${name => onRename(position, name)} />`
          : html`<button type="button" onClick=${() => onChoose(position)} aria-label=${t('what_if.hold', { name: arm.name })}>${arm.name}</button>`}
        ${arms.length > 2 && html`<button type="button" class="quiet" onClick=${() => onRemove(position)} aria-label=${t('what_if.drop', { name: arm.name })}>×</button>`}
      </span>`
    })}
    ${arms.length <= most && html`<button type="button" class="add" onClick=${onAdd}>+ ${t('what_if.add')}</button>`}
  </div>`
}
