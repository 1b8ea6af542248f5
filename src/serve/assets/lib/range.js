// Which numbers an axis runs over, as in the figures of reports.
import { decimal } from './format.js'

/** Values no further apart than this part of their size are one value: the rest is rounding. */
const ROUNDING = 1e-9
/** A series that hardly moves is shown against this part of its size, so that noise does not look large. */
const SPAN_LEAST = 0.1
/** From zero on where the least value is below this part of the largest. */
const NEAR_ZERO = 0.4
const ROOM = 0.08

/** The one value that all finite values are, up to rounding; null where there are several, or none. */
export function constantOf(values) {
  const numbers = values.filter(Number.isFinite)
  if (numbers.length === 0) return null
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const size = Math.max(Math.abs(low), Math.abs(high))
  if (size < ROUNDING) return 0
  return high - low <= ROUNDING * size ? high : null
}

/**
 * The part of an axis that shows all values with some room around them; `most` is the largest value there can be. What does
 * not move at all is shown from zero on.
 */
export function extent(values, most = Infinity) {
  const numbers = values.filter(Number.isFinite)
  const scale = Number.isFinite(most) ? most : 1
  const constant = constantOf(numbers)
  if (numbers.length === 0 || constant === 0) return [0, scale]
  if (constant !== null) return constant > 0 ? [0, Math.max(constant, Math.min(most, constant * 1.25))] : [constant * 1.25, 0]
  let [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const least = low
  const lacking = SPAN_LEAST * Math.max(Math.abs(low), Math.abs(high)) - (high - low)
  if (lacking > 0) [low, high] = [low - lacking / 2, high + lacking / 2]
  const room = (high - low) * ROOM
  const bottom = least < 0 ? low - room : least < NEAR_ZERO * high ? 0 : Math.max(0, low - room)
  return [bottom, Math.max(...numbers, Math.min(most, high + room))]
}

/** Writes the numbers of an axis with digits that tell them apart. */
export function tickText([low, high]) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(high - low)))
  return value => decimal(value, digits)
}
