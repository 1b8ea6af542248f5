// A document of the project, as the server renders it.
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { getPage } from '../lib/api.js'
import { currentLanguage, t } from '../lib/words.js'
import { Fault } from './fault.js'
import { InEnglish } from './in_english.js'

/** The page's policy allows no style attributes; alignment of cells becomes a class. Pictures come from the server's documents. */
export function tidy(text) {
  return text
    .replace(/ style="text-align: ?(left|right|center);?"/g, ' class="align-$1"')
    .replace(/ style="[^"]*"/g, '')
    .replace(/(<img[^>]* src=")(?!api\/|\/|data:)/g, '$1api/documents/')
    .replaceAll('<table>', `<div class="scroll" tabindex="0" role="region" aria-label="${t('model.table')}"><table>`)
    .replaceAll('</table>', '</table></div>')
}

/** `known` are the documents that open here; links to others lead nowhere in the browser and become plain text. */
export function Document({ name, onOpen, known }) {
  const [page, setPage] = useState(null)
  const [error, setError] = useState(null)
  const body = useRef(null)
  const language = currentLanguage()
  const text = page?.text ?? null
  useEffect(() => { getPage(`documents/${name}?lang=${language}`).then(found => setPage({ ...found, text: tidy(found.text) }), setError) }, [name, language])
  useEffect(() => {
    if (!text) return
    for (const link of body.current.querySelectorAll('a[href]')) {
      const target = link.getAttribute('href')
      const [, file] = target.match(/^([\w-]+)\.md/) ?? []
      if (file && known.includes(file)) link.setAttribute('href', `#/model?d=${file}`)
      else if (!/^https?:|^#/.test(target)) link.replaceWith(...link.childNodes)
    }
    for (const image of body.current.querySelectorAll('img')) image.loading = 'lazy'
  }, [text])
  const follow = event => {
    const target = event.target.closest?.('a')?.getAttribute('href')
    if (!target) return
    const [, document] = target.match(/^#\/model\?d=([\w-]+)$/) ?? []
    if (document) {
      event.preventDefault()
      onOpen(document)
      window.scrollTo(0, 0)
    } else if (target.startsWith('#') && !target.startsWith('#/')) {
      event.preventDefault()
      body.current.querySelector(`[id="${CSS.escape(decodeURIComponent(target.slice(1)))}"]`)?.scrollIntoView()
    }
  }
  if (error) return html`<${Fault} error=${error} />`
  if (text === null) return html`<p class="waiting" role="status">${t('shell.loading')}</p>`
  return html`${page.language === language ? null : html`<${InEnglish} />`}
    <article class="document" lang=${page.language} ref=${body} onClick=${follow} dangerouslySetInnerHTML=${{ __html: text }}></article>`
}
