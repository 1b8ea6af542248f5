// Settings are texts in TOML; controls hold numbers, choices, flags and lists.

/** A control's value as TOML text. */
export function toToml(value) {
  if (Array.isArray(value)) return `[${value.map(item => JSON.stringify(item)).join(', ')}]`
  if (typeof value === 'number') return String(Number(value.toPrecision(12)))
  return String(value)
}

/** TOML text as a control's value of a kind. */
export function fromToml(text, kind) {
  if (kind === 'flag') return text === 'true'
  if (kind === 'number' || kind === 'integer') return Number(text)
  if (kind === 'choices' || kind === 'list') {
    try {
      return JSON.parse(text)
    } catch {
      return []
    }
  }
  return text.replace(/^"(.*)"$/, '$1')
}

/** The key of a parameter that an event of the scenario moves, of `event.1.change.barriers.silos` say; else the key itself. */
export const parameterOf = key => key.replace(/^event\.\d+\.change\./, '')

/**
 * What the register says of a setting's key, if the scenario has it: `known` holds the register's `entries`, and the
 * scenario's `programmes` and `events` (keys of what its events change).
 */
export function registered(key, { entries, programmes, events }) {
  if (key !== parameterOf(key) && !events.includes(key)) return undefined
  const parts = parameterOf(key).split('.')
  if (parts[0] === 'programme' && !programmes.some(programme => programme.key === parts[1])) return undefined
  const general = parts[0] === 'programme' ? ['programme', '*', ...parts.slice(2)].join('.') : parts.join('.')
  return entries.find(entry => entry.key === general)
}

/** Whether a parameter takes a value, given as TOML. */
export function takes(entry, text) {
  const within = number => Number.isFinite(number) && (!entry.bounds || (number >= entry.bounds[0] && number <= entry.bounds[1]))
  switch (entry.kind) {
    case 'number': return text.trim() !== '' && within(Number(text))
    case 'integer': return /^[+-]?\d+$/.test(text) && within(Number(text))
    case 'flag': return text === 'true' || text === 'false'
    case 'choice': return entry.choices.includes(fromToml(text, 'choice'))
    case 'choices': return /^\[.*\]$/.test(text) && fromToml(text, 'choices').every(choice => entry.choices.includes(choice))
    default: return true
  }
}

/** Settings that describe the place, and those that a design decides. */
export function splitPlace(settings, known) {
  const split = { place: {}, design: {} }
  for (const [key, value] of Object.entries(settings)) split[registered(key, known)?.place ? 'place' : 'design'][key] = value
  return split
}

/** Citizens and years of a scenario under the settings of the place. */
export const sizeIn = (scenario, place) => ({
  citizens: Number(place['population.citizens'] ?? scenario.citizens),
  years: Number(place['simulation.horizon_years'] ?? scenario.years),
})

/** The value a lever has under some settings. */
export function leverValue(lever, settings) {
  return lever.key in settings ? fromToml(settings[lever.key], lever.kind) : lever.value
}

/** Settings with a lever moved; back at the scenario's own value it is no setting any more. */
export function move(settings, lever, value) {
  const next = { ...settings }
  if (toToml(value) === toToml(lever.value)) delete next[lever.key]
  else next[lever.key] = toToml(value)
  return next
}

/** The bound of a lever that a number is beyond, as `{ why, limit }` by the words of the section `lever`; else null. */
export function beyond({ bounds }, number) {
  if (!bounds) return null
  if (number > bounds[1]) return { why: 'at_most', limit: bounds[1] }
  return number < bounds[0] ? { why: 'at_least', limit: bounds[0] } : null
}

/** Ends and step of a lever's slider: the plausible range, stretched so that every value given is on it. */
export function sliderScale(lever, ...values) {
  const numbers = values.filter(Number.isFinite)
  let [low, high] = lever.range ?? lever.bounds ?? [0, 1]
  if (!lever.range && lever.bounds) {
    // Bounds may be far wider than anything of interest.
    const reach = Math.max(...numbers.map(Math.abs), Math.abs(lever.default) || 0) * 3 || 1
    high = Math.min(high, Math.max(reach, low + 1))
  }
  low = Math.min(low, ...numbers)
  high = Math.max(high, ...numbers)
  if (lever.kind === 'integer') return { low, high, step: 1 }
  const step = 10 ** Math.floor(Math.log10((high - low) / 50 || 0.01))
  return { low: Number(low.toPrecision(12)), high: Number(high.toPrecision(12)), step }
}

/** A register entry as a lever of a scenario, for keys outside the curated list. */
export function leverOfEntry(entry, programme) {
  const key = programme ? entry.key.replace('*', programme) : entry.key
  return { ...entry, key, general: entry.key, programme: programme ?? null, group: 'other', value: entry.default }
}

/** Numbers to choose from, with the one in use, which a link may have brought. */
export const offered = (numbers, inUse) => [...new Set([...numbers, inUse])].sort((a, b) => a - b)
