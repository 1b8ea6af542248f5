// A citizen's month in words.
import { FLAG } from './frames.js'
import { t } from './words.js'

const has = (flags, name) => (flags & FLAG[name]) !== 0

/** The keys of the phrases for a month's flags, in the order in which things happen. */
export function monthKeys(flags) {
  if (has(flags, 'part')) return [has(flags, 'joined') ? 'joined' : 'part']
  const keys = []
  if (has(flags, 'left')) keys.push(has(flags, 'burnt') ? 'burnt_out' : 'left')
  else if (has(flags, 'burnt')) keys.push('resting')
  if (has(flags, 'asked')) {
    keys.push('asked')
    if (has(flags, 'willing')) keys.push('willing', 'not_through')
    else keys.push(has(flags, 'would') ? 'no_time' : 'unwilling')
  } else if (keys.length === 0) keys.push(has(flags, 'aware') ? 'aware_not_asked' : 'unaware')
  return keys
}

/** The month in one phrase: "was asked, was willing, but did not turn up". */
export function monthText(flags, hoursPerWeek) {
  const keys = monthKeys(flags)
  const text = keys.map(key => t(`month.${key}`)).join(', ')
  return has(flags, 'part') ? t('month.hours', { text, hours: hoursPerWeek }) : text
}
