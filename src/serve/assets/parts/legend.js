// What colours, sizes and shapes stand for.
import { html } from '../lib/html.js'
import { FREE_TIME, FREE_TIME_MOST } from '../lib/frames.js'
import { ramp, plainColours } from '../lib/paint.js'
import { t } from '../lib/words.js'

/** `most` is what the full scale stands for. */
function Scale({ theme, most = '1' }) {
  return html`<span class="scale"><span>0</span>${ramp(theme).map(colour => html`<i style=${{ background: colour }}></i>`)}<span>${most}</span></span>`
}

/** The legend of a society coloured by a state; `several` municipalities are numbered too, neighbourhoods that are `named` are not. */
export function Legend({ colour, theme, several, named }) {
  const plain = plainColours(theme)
  return html`<div class="legend">
    ${colour === 'part'
      ? html`<span><i class="round" style=${{ background: plain.part }}></i>${t('watch.takes_part')}</span><span><i class="round" style=${{ background: plain.rest }}></i>${t('watch.does_not')}</span>`
      : html`<span>${t(`states.${colour}`)} <${Scale} theme=${theme} most=${colour === FREE_TIME ? t('watch.hours_a_week', { hours: FREE_TIME_MOST }) : '1'} /></span><span><i class="ring" style=${{ borderColor: plain.part }}></i>${t('watch.takes_part')}</span>`}
    <span><i class="round small" style=${{ background: plain.rest }}></i><i class="round large" style=${{ background: colour === 'part' ? plain.part : plain.rest }}></i>${t('watch.size')}</span>
    ${several && html`<span>${t(named ? 'watch.places_named' : 'watch.places')}</span>`}
    <span><i class="square"></i>${t('watch.staff')}${colour === 'part' ? html` <${Scale} theme=${theme} />` : ''}</span>
  </div>`
}
