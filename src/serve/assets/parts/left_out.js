// What a link brought that could not be kept.
import { html, useState } from '../lib/html.js'
import { headingOf } from '../lib/link_reader.js'
import { t } from '../lib/words.js'

/** `left` as a link reader has it; gone when the reader has read it. */
export function LeftOut({ left }) {
  const [read, setRead] = useState(false)
  if (read || left.length === 0) return null
  const heading = t(`link.${headingOf(left)}`)
  return html`<section class="left-out" role="status" aria-label=${heading}>
    <p><strong>${heading}</strong></p>
    <ul>${left.map(({ why, ...values }) => html`<li>${t(`link.${why}`, values)}</li>`)}</ul>
    <button type="button" onClick=${() => setRead(true)}>${t('link.read')}</button>
  </section>`
}
