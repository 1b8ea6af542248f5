// Follows a society as it is computed; the run before is cancelled.
import { useEffect, useRef, useState } from '../lib/html.js'
import { followRun } from '../lib/run.js'

/**
 * `{ run, at, error, stale, again }`; redrawn at most once a frame while it grows. `stale` when the run is not the one that
 * is asked for now; `at` is when it last grew.
 */
export function useRun(request) {
  const [state, setState] = useState({ run: null, count: 0 })
  const [tries, setTries] = useState(0)
  const text = request && JSON.stringify(request)
  const waiting = useRef(0)
  useEffect(() => {
    setState(before => ({ ...before, run: request ? before.run : null, count: before.count + 1, error: null }))
    if (!request) return
    const controller = new AbortController()
    const show = run => {
      if (waiting.current || controller.signal.aborted) return
      waiting.current = requestAnimationFrame(() => {
        waiting.current = 0
        if (run.steps.length > 0 && !controller.signal.aborted) setState(before => ({ run, answered: text, at: new Date(), count: before.count + 1, error: null }))
      })
    }
    const timer = setTimeout(() => followRun(request, { signal: controller.signal, onProgress: show }).then(show, error => {
      if (!controller.signal.aborted) setState(before => ({ ...before, error }))
    }), 60)
    return () => {
      clearTimeout(timer)
      controller.abort()
      cancelAnimationFrame(waiting.current)
      waiting.current = 0
    }
  }, [text, tries])
  return { ...state, stale: Boolean(state.run) && state.answered !== text, again: () => setTries(count => count + 1) }
}
