// An answer that is not that to the question of now says so, with its time.
import { html } from '../lib/html.js'
import { time } from '../lib/format.js'
import { t } from '../lib/words.js'

/** `stale`: the answer is to another question; `error`: no more of it will come. */
export function Dated({ at, stale, error, done, of }) {
  if (stale) return html`<p class="dated" role="status">${t(error ? 'stale.old' : 'stale.on_its_way', { time: time(at) })}</p>`
  if (error && at && done < of) return html`<p class="dated" role="status">${t('stale.broke_off', { time: time(at), done, of })}</p>`
  return null
}
