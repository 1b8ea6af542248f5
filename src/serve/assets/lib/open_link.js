// What a link to "What if" holds, as far as this scenario and this server can take it.
import { LinkReader } from './link_reader.js'
import { parameterOf, registered, splitPlace } from './settings.js'
import { leverLabel, t } from './words.js'

const VARIANTS_MAX = 4
const SEED_MAX = Number.MAX_SAFE_INTEGER
const MEASURE = 'participants_share'

/** Variants with what they decide, and one place for all: what a variant says of it holds everywhere, the first word counts. */
function armsOf(link, known) {
  const split = arm => ({ name: arm.name, ...splitPlace(arm.settings, known) })
  const all = link.arms('v', known).map(split)
  for (const { name } of all.slice(VARIANTS_MAX)) link.leave('variant', name)
  const place = Object.assign({}, ...link.arms('p', known).map(arm => split(arm).place))
  const variants = all.slice(0, VARIANTS_MAX)
  const moved = new Map()
  for (const [key, value] of variants.flatMap(arm => Object.entries(arm.place))) {
    place[key] ??= value
    moved.set(key, moved.get(key) || place[key] !== value)
  }
  for (const [key, differ] of moved) link.leave(differ ? 'place_first' : 'place', leverLabel(parameterOf(key)))
  return { place, variants: variants.map(({ name, design }, index) => ({ name: name || t('what_if.variant', { letter: 'ABCD'[index] }), settings: design })) }
}

/** `known` is what settings are looked up in; `limits` are those of the server. `left` tells what could not be kept. */
export function openLink(pairs, { known, scenario, limits }) {
  const link = new LinkReader(pairs)
  const { place, variants } = armsOf(link, known)
  if (variants.length === 0) variants.push({ name: t('what_if.variant', { letter: 'A' }), settings: {} })
  const extra = link.texts('k').filter(key => registered(key, known) || link.leave('setting', key))
  const opened = {
    state: { place, variants, chosen: link.number('c', 1, 1, variants.length), extra },
    replications: link.number('n', 200, 2, limits.replications),
    seed: link.number('seed', scenario.seed ?? 1, 0, SEED_MAX),
    measure: link.choice('m', scenario.measures, MEASURE),
  }
  return { ...opened, left: link.end() }
}
