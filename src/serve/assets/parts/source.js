// The scenario that a page works on, and the choice of another one.
import { html, useEffect, useState } from '../lib/html.js'
import { getOnce, post, sent, ServerError } from '../lib/api.js'
import { readSource } from '../lib/link.js'
import { takeSource } from '../lib/session.js'
import { KINDS, kindsOf, startOf } from '../lib/start.js'
import { cardWords, t } from '../lib/words.js'

/** Where there is no scenario at all, no page has one to begin with. */
const none = () => new ServerError('There is no scenario here.', { reason: 'no_scenario' })

/** The source of an address that names none. */
async function begin(page) {
  const id = startOf(page, (await getOnce('library')).cards)
  if (!id) throw none()
  return { id }
}

/** The text of an own scenario that a link brings may be damaged. */
const damaged = () => new ServerError('The scenario in this link cannot be read.', { reason: 'link_text' })

/**
 * The source of an address, checked by the server: `{ source, scenario, known, limits, error, again }`. `known` is what
 * there is to set in it, `limits` are those of the server. An address that names no source is that of what the page begins with.
 */
export function useSource(pairs, page) {
  const [state, setState] = useState({})
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let gone = false
    const load = async () => {
      const source = (await readSource(pairs).catch(() => { throw damaged() })) ?? (await begin(page))
      if (gone) return
      takeSource(source)
      try {
        const [scenario, { entries }, { limits }] = await Promise.all([post('check', { source: sent(source) }), getOnce('register'), getOnce('about')])
        const known = { entries, programmes: scenario.programmes, events: scenario.events }
        if (!gone) setState({ source, scenario: { ...scenario, ...words(source, scenario) }, known, limits })
      } catch (error) {
        if (!gone) setState({ source, error })
      }
    }
    load().catch(error => { if (!gone) setState({ error }) })
    return () => { gone = true }
  }, [tries])
  return { ...state, again: () => setTries(count => count + 1) }
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
      ${kindsOf(cards, kinds).map(kind => html`<optgroup label=${t(`gallery.kind_${kind}`)}>
        ${cards.filter(card => card.kind === kind).map(card => html`<option value=${card.id} selected=${card.id === source?.id}>${cardWords(card).title}</option>`)}
      </optgroup>`)}
    </select></label>`
}
