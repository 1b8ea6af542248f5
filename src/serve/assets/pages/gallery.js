// The gallery: all scenarios as cards, and the reader's own file.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js'
import { getOnce } from '../lib/api.js'
import { writeRoute, writeSource } from '../lib/link.js'
import { LinkReader } from '../lib/link_reader.js'
import { rest } from '../lib/session.js'
import { KINDS, kindsOf, startOf } from '../lib/start.js'
import { cardWords, lessonName, t } from '../lib/words.js'
import { Fault } from '../parts/fault.js'
import { LeftOut } from '../parts/left_out.js'
import { OwnFile } from '../parts/own_file.js'

/** Where a scenario can be opened; a lesson opens with its teacher's page first. */
function Ways({ source, kind }) {
  const pages = kind === 'lesson' ? ['watch', 'what-if', 'barriers'] : ['what-if', 'watch', 'barriers']
  return html`<p class="ways">${pages.map(page => html`<a href=${writeRoute(page, writeSource(source))}>${t(`shell.${page.replace('-', '_')}`)}</a>`)}</p>`
}

/** How near the window a card must be for its picture. */
const NEAR = '160px'

/** Whether an element has come near the window. */
function useNear(reference) {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return
      observer.disconnect()
      setNear(true)
    }, { rootMargin: NEAR })
    observer.observe(reference.current)
    return () => observer.disconnect()
  }, [])
  return near
}

/** A picture is a simulation, and a browser's own lazy loading asks for those of many screens ahead. */
function Thumbnail({ id, title }) {
  const box = useRef(null)
  const near = useNear(box)
  const [missing, setMissing] = useState(false)
  if (missing) return html`<div class="thumbnail none" aria-hidden="true">${t('gallery.too_large')}</div>`
  return html`<div class="thumbnail" ref=${box}>${near && html`<img src=${`api/thumbnails/${id}.svg`} alt=${t('gallery.thumbnail', { title })} width="160" height="72" onError=${() => setMissing(true)} />`}</div>`
}

/** Cards show one sentence; the page of the scenario tells the rest. */
export const firstSentence = text => text.match(/^.*?[.?!](?=\s|$)/s)?.[0] ?? text

function Card({ card }) {
  const { title, summary } = cardWords(card)
  const first = card.kind === 'lesson' ? 'watch' : 'what-if'
  return html`<li class="card">
    <${Thumbnail} id=${card.id} title=${title} />
    <p class="kind">${t(`gallery.one_${card.kind}`)}${card.lesson ? ` · ${lessonName(card.lesson)}` : ''}</p>
    <h3><a href=${writeRoute(first, writeSource({ id: card.id }))}>${title}</a></h3>
    <p class="summary">${firstSentence(summary)}</p>
    <${Ways} source=${{ id: card.id }} kind=${card.kind} />
  </li>`
}

function Filters({ kinds, kind, setKind, search, setSearch, counts }) {
  return html`<div class="filters">
    <label class="search"><span class="hidden">${t('gallery.search')}</span>
      <input type="search" value=${search} placeholder=${t('gallery.search')} onInput=${event => setSearch(event.target.value)} /></label>
    <div class="chips" role="group" aria-label=${t('gallery.filter')}>
      ${['all', ...kinds].map(name => html`<button type="button" aria-pressed=${name === kind} onClick=${() => setKind(name)}>
        ${t(`gallery.kind_${name}`)} <span class="count">${counts[name] ?? 0}</span></button>`)}
    </div>
  </div>`
}

/** Cards that fit the search: every word must occur in title, sentence or id. */
export function fitting(cards, search) {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  return cards.filter(card => {
    const { title, summary } = cardWords(card)
    const text = `${title} ${summary} ${card.id} ${card.lesson ?? ''}`.toLowerCase()
    return wanted.every(word => text.includes(word))
  })
}

/** Who comes here, and the page that is for them. */
const INTROS = { planner: 'what-if', teacher: 'watch', researcher: 'barriers' }

/** Which line of the small pictures is which, in the colours that the server draws them in. */
const THUMBNAIL_LINES = { output: '#e69f00', outcome: '#0072b2' }

function ThumbnailKey() {
  return html`<p class="legend thumbnail-key"><span>${t('gallery.pictures')}</span>
    ${Object.entries(THUMBNAIL_LINES).map(([measure, colour]) => html`<span><i class="line" style=${{ background: colour }}></i>${t(`gallery.line_${measure}`)}</span>`)}</p>`
}

export default function Gallery({ pairs }) {
  const [cards, setCards] = useState(null)
  const [error, setError] = useState(null)
  const [opened] = useState(() => {
    const link = new LinkReader(pairs)
    return { kind: link.choice('kind', KINDS, 'all'), search: link.text('q', ''), left: link.end() }
  })
  const [kind, setKind] = useState(opened.kind)
  const [search, setSearch] = useState(opened.search)
  const load = () => {
    setError(null)
    getOnce('library').then(answer => setCards(answer.cards), setError)
  }
  useEffect(load, [])
  useEffect(() => rest('', { kind: kind === 'all' ? null : kind, q: search && encodeURIComponent(search) }), [kind, search])
  const found = useMemo(() => fitting(cards ?? [], search), [cards, search])
  // Links lead to what is there.
  const introLink = page => writeRoute(page, cards?.length > 0 ? writeSource({ id: startOf(page, cards) }) : {})
  const kinds = kindsOf(cards ?? [])
  const held = kinds.includes(kind) ? kind : 'all'
  const counts = { all: found.length }
  for (const name of KINDS) counts[name] = found.filter(card => card.kind === name).length
  const shown = KINDS.filter(name => held === 'all' || held === name)
  return html`<div class="gallery">
    <div class="lead"><h1>${t('gallery.title')}</h1><p class="standfirst">${t('gallery.standfirst')}</p></div>
    <ul class="intros">${Object.entries(INTROS).map(([who, page]) => html`<li><a href=${introLink(page)}><b>${t(`gallery.${who}`)}</b><span>${t(`gallery.${who}_does`)}</span></a></li>`)}</ul>
    <${LeftOut} left=${opened.left} />
    <${OwnFile} ways=${source => html`<${Ways} source=${source} />`} />
    <${Filters} ...${{ kinds, kind: held, setKind, search, setSearch, counts }} />
    <${Fault} error=${error} onAgain=${load} />
    ${found.length > 0 && html`<${ThumbnailKey} />`}
    <p class="hidden" role="status">${cards ? t('gallery.found', { count: found.length }) : ''}</p>
    ${cards && found.length === 0 && html`<p class="empty">${t('gallery.none')}</p>`}
    ${shown.filter(name => counts[name] > 0).map(name => html`<section aria-labelledby=${`kind-${name}`}>
      <h2 id=${`kind-${name}`}>${t(`gallery.kind_${name}`)}</h2><p class="about-kind">${t(`gallery.about_${name}`)}</p>
      <ul class="cards">${found.filter(card => card.kind === name).map(card => html`<${Card} key=${card.id} card=${card} />`)}</ul>
    </section>`)}
  </div>`
}
