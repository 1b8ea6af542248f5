// What colours, sizes and shapes stand for.
import { html } from '../lib/html.js'
import { ramp, plainColours } from '../lib/paint.js'
import { t } from '../lib/words.js'

function Scale({ theme }) {
  return html`<span class="scale"><span>0</span>${ramp(theme).map(colour => html`<i style=${{ background: colour }}></i>`)}<span>1</span></span>`
}

/** The legend of a society coloured by a state; `several` municipalities are numbered too. */
export function Legend({ colour, theme, several }) {
  const plain = plainColours(theme)
  return html`<div class="legend">
    ${colour === 'part'
      ? html`<span><i class="round" style=${{ background: plain.part }}></i>${t('watch.takes_part')}</span><span><i class="round" style=${{ background: plain.rest }}></i>${t('watch.does_not')}</span>`
      : html`<span>${t(`states.${colour}`)} <${Scale} theme=${theme} /></span><span><i class="ring" style=${{ borderColor: plain.part }}></i>${t('watch.takes_part')}</span>`}
    <span><i class="round small" style=${{ background: plain.rest }}></i><i class="round large" style=${{ background: colour === 'part' ? plain.part : plain.rest }}></i>${t('watch.size')}</span>
    ${several && html`<span>${t('watch.places')}</span>`}
    <span><i class="square"></i>${t('watch.staff')}${colour === 'part' ? html` <${Scale} theme=${theme} />` : ''}</span>
  </div>`
}
