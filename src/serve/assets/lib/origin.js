// Where the numbers of a picture or a print come from.
import { currentEngine } from './api.js'
import { today, whole } from './format.js'
import { t } from './words.js'

/** Scenario, seed, number of runs, what the place is made to be (a sentence, where it is changed) and program, in lines. */
export function originOf({ scenario, seed, runs, place }) {
  const told = runs === undefined ? t('origin.one_run', { scenario, seed }) : t('origin.runs', { scenario, seed, runs: whole(runs) })
  return [told, ...(place ? [place] : []), t('origin.program', { engine: currentEngine() ?? '', date: today() })]
}
