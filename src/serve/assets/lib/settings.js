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
