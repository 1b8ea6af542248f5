// Runs the comparison again whenever a lever has moved; the run before is cancelled.
import { useEffect, useRef, useState } from '../lib/html.js'
import { lines, sent } from '../lib/api.js'

const REST_MS = 60

/**
 * `{ begin, state, request, at, running, error, stale, again }`: the last run that has anything to show, what it was asked
 * and when it answered; `stale` when that is not what is asked now. `again` asks once more.
 */
export function useCompare(request) {
  const [run, setRun] = useState({ running: false, asked: null })
  const [tries, setTries] = useState(0)
  const latest = useRef(null)
  const text = request && JSON.stringify({ ...request, source: sent(request.source) })
  const asked = `${text} ${tries}`
  useEffect(() => {
    if (!text) return
    const controller = new AbortController()
    latest.current = controller
    const timer = setTimeout(() => follow(text, controller, setRun), REST_MS)
    setRun(before => ({ ...before, running: true, error: null, asked }))
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [asked])
  const running = run.running || run.asked !== asked
  return { ...run, running, stale: Boolean(run.state) && run.answered !== text, again: () => setTries(count => count + 1) }
}

async function follow(text, controller, setRun) {
  const request = JSON.parse(text)
  let begin = null
  const current = () => !controller.signal.aborted
  try {
    for await (const line of lines('compare', request, controller.signal)) {
      if (!current()) return
      if (line.type === 'begin') begin = line
      else if (line.type === 'state') setRun(before => ({ ...before, begin, state: line, request, answered: text, at: new Date(), running: true, error: null }))
    }
    if (current()) setRun(before => ({ ...before, running: false }))
  } catch (error) {
    if (current()) setRun(before => ({ ...before, running: false, error }))
  }
}
