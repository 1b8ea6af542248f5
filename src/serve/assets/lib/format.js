// Numbers, dates and units by locale.
import { currentLanguage, entry } from './words.js'

const formats = new Map()

function numberFormat(options) {
  const key = currentLanguage() + JSON.stringify(options)
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(currentLanguage(), options))
  return formats.get(key)
}

const known = value => value !== null && value !== undefined && Number.isFinite(value)

/** A number with at most so many digits after the point. */
export function decimal(value, digits = 2, least = 0) {
  if (!known(value)) return '–'
  const rounded = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value
  return numberFormat({ minimumFractionDigits: least, maximumFractionDigits: digits }).format(rounded).replace('-', '−')
}

/** Digits after the point that keep three figures. */
export function digitsFor(value) {
  const size = Math.abs(value)
  if (!known(value) || size === 0) return 1
  if (size >= 100) return 0
  if (size >= 10) return 1
  if (size >= 1) return 2
  return size >= 0.01 ? 3 : 4
}

/** A whole number, with the language's separators. */
export const whole = value => decimal(value, 0)

/** Most digits after the point that a small percentage gets. */
const PERCENT_DIGITS_MOST = 4

/** A share as a percentage; one that is not zero never reads as zero, and one that is not the whole never as the whole. */
export function percent(share, digits = 1) {
  if (!known(share)) return '–'
  const distance = Math.min(Math.abs(share), Math.abs(1 - share)) * 100
  if (distance > 1e-9) while (distance < 0.5 * 10 ** -digits && digits < PERCENT_DIGITS_MOST) digits++
  return numberFormat({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share).replace('-', '−')
}

/** Whether a measure is shown in per cent. */
export const isShare = column => column.unit.startsWith('share')

/** A unit in words; empty for indices. */
export function unitLabel(unit) {
  if (!unit || unit.startsWith('share')) return ''
  return entry('units', unit) ?? unit
}

/** The unit of a measure's axis. */
export const axisUnit = column => (isShare(column) ? '%' : unitLabel(column.unit))

/** The number to plot: per cent for shares. */
export const plotted = (column, value) => (!known(value) ? NaN : isShare(column) ? value * 100 : value)

/** A measure's value with its unit. */
export function measured(column, value, withUnit = true) {
  if (!known(value)) return '–'
  if (isShare(column)) return percent(value)
  const digits = digitsFor(value)
  const text = decimal(value, digits, Math.min(digits, 2))
  const unit = withUnit ? unitLabel(column.unit) : ''
  return unit ? `${text} ${unit}` : text
}

/** Digits that suit an interval: enough to tell its ends apart. */
export function intervalDigits(low, high, scale = 1) {
  const width = Math.abs(high - low) * scale
  if (!known(width) || width === 0) return 2
  return Math.min(5, Math.max(0, 1 - Math.floor(Math.log10(width))))
}

/** A difference and its interval as texts, also `signed`: points for shares, else the measure's unit. */
export function differenceTexts(column, { difference, low, high }) {
  const scale = isShare(column) ? 100 : 1
  const digits = intervalDigits(low, high, scale)
  const show = value => decimal(value * scale, digits, digits)
  const signed = value => (decimal(value * scale, digits) === '0' || value <= 0 ? show(value) : `+${show(value)}`)
  const unit = isShare(column) ? entry('units', 'points') ?? 'points' : unitLabel(column.unit)
  return { difference: show(difference), size: show(Math.abs(difference)), low: show(low), high: show(high), signed: { difference: signed(difference), low: signed(low), high: signed(high) }, unit }
}

/** A year of a run, as `3½` is seldom needed: at most one digit. */
export const year = value => decimal(value, 1)

/** Today's date in words. */
export const today = () => new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long' }).format(new Date())

/** The time of day of an answer, to the second. */
export const time = date => new Intl.DateTimeFormat(currentLanguage(), { timeStyle: 'medium' }).format(date)
