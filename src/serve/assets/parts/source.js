// The scenario that a page works on, and the choice of another one.
import { html, useEffect, useState } from '../lib/html.js'
import { getOnce, post, sent } from '../lib/api.js'
import { readSource } from '../lib/link.js'
import { takeSource } from '../lib/session.js'
import { cardWords, t } from '../lib/words.js'

export const KINDS = ['question', 'case', 'theory', 'lesson', 'reference']

/** The source of an address, checked by the server: `{ source, scenario, error }`. */
export function useSource(pairs, fallback) {
  const [state, setState] = useState({})
  useEffect(() => {
    let gone = false
    const load = async () => {
      const source = (await readSource(pairs)) ?? { id: fallback }
      if (gone) return
      takeSource(source)
      try {
        const scenario = await post('check', { source: sent(source) })
        if (!gone) setState({ source, scenario: { ...scenario, ...words(source, scenario) } })
      } catch (error) {
        if (!gone) setState({ source, error })
      }
    }
    load().catch(error => { if (!gone) setState({ error }) })
    return () => { gone = true }
  }, [])
  return state
}

/** A shipped scenario's title and story in the language in use. */
function words(source, scenario) {
  if (!source.id) return {}
  const { title, summary } = cardWords({ id: source.id, title: scenario.title, summary: scenario.story })
  return { title, story: summary }
}

/** All scenarios, in one list to choose from. */
export function SourcePicker({ source, onPick, label, kinds = KINDS }) {
  const [cards, setCards] = useState([])
  useEffect(() => { getOnce('library').then(answer => setCards(answer.cards), () => {}) }, [])
  return html`<label class="picker"><span>${label ?? t('source.pick')}</span>
    <select value=${source?.id ?? ''} onChange=${event => event.target.value && onPick({ id: event.target.value })}>
      ${!source?.id && html`<option value="" selected>${source?.name ?? ''}</option>`}
      ${kinds.map(kind => html`<optgroup label=${t(`gallery.kind_${kind}`)}>
        ${cards.filter(card => card.kind === kind).map(card => html`<option value=${card.id} selected=${card.id === source?.id}>${cardWords(card).title}</option>`)}
      </optgroup>`)}
    </select></label>`
}
