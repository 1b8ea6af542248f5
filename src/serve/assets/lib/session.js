// What outlives a page: the last place on each page, the scenario in hand, choices kept by the browser.
import { writeRoute, writeSource } from './link.js'
import { currentLanguage } from './words.js'

const places = new Map()
let source = null

/** Notes where the reader is, and puts it into the address, language and all, without a new entry in the browser's history. */
export function rest(page, query) {
  const hash = writeRoute(page, { ...query, lang: currentLanguage() })
  places.set(page, query)
  if (location.hash !== hash) window.history.replaceState(null, '', hash)
  window.dispatchEvent(new Event('rested'))
}

/** The scenario in hand, offered when another page is opened. */
export function takeSource(given) {
  source = given
}

/** Where the link to a page leads. */
export function placeOf(page, takesSource) {
  return writeRoute(page, places.get(page) ?? (takesSource ? writeSource(source) : {}))
}

/** A choice the browser keeps. */
export function choice(name) {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** Keeps a choice, or forgets it. */
export function choose(name, value) {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch { /* storage may be closed; the choice holds until the page is left */ }
}
