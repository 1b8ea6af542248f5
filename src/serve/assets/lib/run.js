// One society's life as it comes from the server.
import { bytes, farewell, readOn, sent, ServerError } from './api.js'
import { FrameCutter, readPopulation, readStep } from './frames.js'

/**
 * Follows a run; `onProgress(run)` after each piece. A run is `{ begin, population, steps, ended }`.
 * `keep` false keeps of each step but the last only the measures.
 */
export async function followRun(request, { signal, onProgress, keep = true }) {
  const reader = await bytes('watch', { ...request, source: sent(request.source) }, signal)
  const cutter = new FrameCutter()
  const run = { begin: null, population: null, steps: [], ended: false }
  for (;;) {
    const { value, done } = await readOn(reader, signal)
    if (done) break
    for (const { type, payload } of cutter.push(value)) {
      if (type === 0) run.begin = JSON.parse(new TextDecoder().decode(payload))
      else if (type === 1) run.population = readPopulation(run.begin, payload)
      else if (type === 2) {
        if (!keep && run.steps.length > 0) run.steps[run.steps.length - 1] = { step: run.steps.length - 1, row: run.steps.at(-1).row }
        run.steps.push(readStep(run.begin, payload))
      } else if (type === 3) run.ended = true
      else if (type === 4) throw new ServerError(new TextDecoder().decode(payload))
    }
    onProgress(run)
  }
  if (!run.ended) throw farewell()
  return run
}

/** A measure of a run over time: `[{ x: year, y }]`. */
export function measureOver(run, key) {
  const column = run.begin.columns.findIndex(found => found.key === key)
  return column < 0 ? [] : run.steps.map(({ step, row }) => ({ x: step * run.begin.step_years, y: row[column] }))
}
