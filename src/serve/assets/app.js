// The shell: header, language, theme, and the page that the address names.
import { html, render, useState, useEffect, useRef } from './lib/html.js'
import { loadWords, currentLanguage, firstLanguage, t, LANGUAGES } from './lib/words.js'
import { readRoute } from './lib/link.js'
import { choice, choose, placeOf } from './lib/session.js'
import { getOnce, whyNotLoaded } from './lib/api.js'
import { Fault } from './parts/fault.js'

const PAGES = [
  { page: '', name: 'gallery', load: () => import('./pages/gallery.js') },
  { page: 'what-if', name: 'what_if', load: () => import('./pages/what_if.js'), source: true },
  { page: 'watch', name: 'watch', load: () => import('./pages/watch.js'), source: true },
  { page: 'barriers', name: 'barriers', load: () => import('./pages/barriers.js'), source: true },
  { page: 'model', name: 'model', load: () => import('./pages/model.js') },
]

function LanguageSwitch({ onChange }) {
  return html`<div class="switch" role="group" aria-label=${t('shell.language')}>
    ${LANGUAGES.map(code => html`<button type="button" lang=${code} aria-pressed=${code === currentLanguage()}
      onClick=${() => onChange(code)}>${code === 'en' ? 'English' : 'Dansk'}</button>`)}
  </div>`
}

const THEMES = ['system', 'light', 'dark']

function ThemeSwitch() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? 'system')
  const change = next => {
    setTheme(next)
    choose('theme', next === 'system' ? null : next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    window.dispatchEvent(new Event('theme'))
  }
  return html`<label class="theme"><span>${t('shell.theme')}</span>
    <select value=${theme} onChange=${event => change(event.target.value)}>
      ${THEMES.map(name => html`<option value=${name} selected=${name === theme}>${t(`shell.theme_${name}`)}</option>`)}
    </select></label>`
}

function Header({ current, onLanguage }) {
  const [, drawAgain] = useState(0)
  useEffect(() => {
    const again = () => drawAgain(count => count + 1)
    window.addEventListener('rested', again)
    return () => window.removeEventListener('rested', again)
  }, [])
  return html`<header class="masthead">
    <a class="wordmark" href="#/">Samspil</a>
    <nav aria-label=${t('shell.pages')}><ul>
      ${PAGES.map(({ page, name, source }) => html`<li><a href=${page ? placeOf(page, source) : '#/'}
        aria-current=${page === current ? 'page' : undefined}>${t(`shell.${name}`)}</a></li>`)}
    </ul></nav>
    <div class="choices"><${LanguageSwitch} onChange=${onLanguage} /><${ThemeSwitch} /></div>
  </header>`
}

function Footer() {
  const [about, setAbout] = useState(null)
  useEffect(() => { getOnce('about').then(setAbout, () => {}) }, [])
  return html`<footer class="colophon"><p>${t('shell.colophon')}</p>${about && html`<p>Samspil ${about.version}</p>`}</footer>`
}

function Page({ route }) {
  const [loaded, setLoaded] = useState({})
  const [tries, setTries] = useState(0)
  const known = PAGES.find(({ page }) => page === route.page)
  useEffect(() => {
    if (!known) return
    known.load().then(module => setLoaded({ name: known.name, View: module.default }), failed => whyNotLoaded(failed).then(error => setLoaded({ name: known.name, error })))
  }, [known, tries])
  // A browser does not ask again for a module that did not come; the whole page is loaded anew where there is one to load.
  const again = () => whyNotLoaded(null).then(error => (error ? setTries(count => count + 1) : location.reload()))
  if (!known) return html`<div class="column"><h1>${t('shell.lost')}</h1><p><a href="#/">${t('shell.to_gallery')}</a></p></div>`
  if (loaded.name !== known.name) return html`<p class="waiting" role="status">${t('shell.loading')}</p>`
  if (loaded.error) return html`<div class="column"><${Fault} error=${loaded.error} onAgain=${again} /></div>`
  return html`<${loaded.View} key=${route.hash} pairs=${route.pairs} />`
}

function App() {
  const [route, setRoute] = useState(() => ({ ...readRoute(location.hash), hash: location.hash }))
  const [language, setLanguage] = useState(currentLanguage())
  const [error, setError] = useState(null)
  const main = useRef(null)
  /** Loads the words of a language; the page stays as it is where they do not come. */
  const take = code => loadWords(code).then(() => { setError(null); return true }, failed => whyNotLoaded(failed).then(why => { setError(why); return false }))
  useEffect(() => {
    const changed = async () => {
      const next = readRoute(location.hash)
      const [linked] = next.pairs.lang ?? []
      if (LANGUAGES.includes(linked) && linked !== currentLanguage() && (await take(linked))) {
        setLanguage(linked)
      }
      setRoute({ ...next, hash: location.hash })
      window.scrollTo(0, 0)
      main.current?.focus({ preventScroll: true })
    }
    window.addEventListener('hashchange', changed)
    return () => window.removeEventListener('hashchange', changed)
  }, [])
  useEffect(() => {
    const known = PAGES.find(({ page }) => page === route.page)
    document.title = known ? `${t(`shell.${known.name}`)} · Samspil` : 'Samspil'
    document.documentElement.lang = language
  }, [route, language])
  const changeLanguage = async code => {
    if (!(await take(code))) return
    choose('language', code)
    // The page is built anew from its address, in the other language.
    setRoute({ ...readRoute(location.hash), hash: `${location.hash}|${code}` })
    setLanguage(code)
  }
  const skip = event => {
    event.preventDefault()
    main.current.focus()
  }
  return html`
    <a class="skip" href="#main" onClick=${skip}>${t('shell.skip')}</a>
    <${Header} current=${route.page} onLanguage=${changeLanguage} />
    <main id="main" ref=${main} tabindex="-1"><${Fault} error=${error} /><${Page} route=${route} /></main>
    <${Footer} />`
}

await loadWords(firstLanguage(readRoute(location.hash).pairs.lang?.[0], choice('language'), navigator.languages))
document.documentElement.lang = currentLanguage()
render(html`<${App} />`, document.getElementById('app'))
