// Reads a link that may be damaged or from elsewhere: what fits is taken, and what does not is kept apart, to be told.
import { plain, readArm } from './link.js'
import { registered, takes } from './settings.js'

/** Reasons that tell of something kept. */
const KEPT = ['place', 'escape_kept']

/** The heading over what a link brought, by the words of the section `link`. */
export const headingOf = left => (left.every(({ why }) => KEPT.includes(why)) ? 'title_kept' : 'title')

/** Pairs that every page knows. */
const COMMON = ['s', 'own', 'z', 'lang']

const decodes = text => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** `left` lists what was left out or changed: `{ why, what }`, by the words of the section `link`. */
export class LinkReader {
  constructor(pairs) {
    this.pairs = pairs
    this.known = new Set(COMMON)
    this.left = []
    for (const key of COMMON) for (const text of pairs[key]?.slice(1) ?? []) this.leave('twice', `${key}=${text}`)
    const readable = pairs.lang?.every(code => ['en', 'da'].includes(code)) ?? true
    if (!readable) this.leave('value', `lang=${pairs.lang[0]}`)
  }

  leave(why, what, more = {}) {
    this.left.push({ why, what, ...more })
  }

  /** All values of a key, decoded; those that cannot be are left out. */
  texts(key) {
    this.known.add(key)
    return (this.pairs[key] ?? []).flatMap(text => {
      if (decodes(text)) return [plain(text)]
      this.leave('escape', `${key}=${text}`)
      return []
    })
  }

  /** The only value of a key; further ones are left out. */
  text(key, fallback) {
    const [first, ...more] = this.texts(key)
    for (const text of more) this.leave('twice', `${key}=${text}`)
    return first ?? fallback
  }

  /** A whole number from `least` to `most`. */
  number(key, fallback, least, most) {
    const text = this.text(key)
    if (text === undefined) return fallback
    const number = Number(text)
    if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number
    if (least === most) this.leave('number_one', `${key}=${text}`)
    else this.leave('number', `${key}=${text}`, { least, most })
    return fallback
  }

  /** One of some choices. */
  choice(key, choices, fallback) {
    const text = this.text(key)
    if (text === undefined) return fallback
    if (choices.includes(text)) return text
    this.leave('value', `${key}=${text}`)
    return fallback
  }

  flag(key) {
    return this.choice(key, ['0', '1'], '0') === '1'
  }

  /** Arms with the settings that a scenario can take; `known` is what {@link registered} needs. */
  arms(key, known) {
    this.known.add(key)
    return (this.pairs[key] ?? []).map(text => {
      if (!decodes(text)) this.leave('escape_kept', text)
      const { name, settings, broken } = readArm(text)
      for (const what of broken) this.leave('cut', what)
      const kept = Object.entries(settings).filter(([setting, value]) => {
        const entry = registered(setting, known)
        if (entry && takes(entry, value)) return true
        this.leave(entry ? 'setting_value' : 'setting', entry ? `${setting} = ${value}` : setting)
        return false
      })
      return { name, settings: Object.fromEntries(kept) }
    })
  }

  /** What was left out, the pairs that nobody asked for too. */
  end() {
    for (const [key, values] of Object.entries(this.pairs)) {
      if (!this.known.has(key)) this.leave('pair', `${key}=${values[0]}`)
    }
    return this.left
  }
}
