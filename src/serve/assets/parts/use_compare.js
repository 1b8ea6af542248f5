// Runs the comparison again whenever a lever has moved; the run before is cancelled.
import { useEffect, useRef, useState } from '../lib/html.js'
import { lines, sent } from '../lib/api.js'

const REST_MS = 60

/** `{ begin, state, running, error }`: the last run that has anything to show; it runs from the move that asks for it. */
export function useCompare(request) {
  const [run, setRun] = useState({ running: false, asked: null })
  const latest = useRef(null)
  const text = request && JSON.stringify({ ...request, source: sent(request.source) })
  useEffect(() => {
    if (!text) return
    const controller = new AbortController()
    latest.current = controller
    const timer = setTimeout(() => follow(text, controller, setRun), REST_MS)
    setRun(before => ({ ...before, running: true, error: null, asked: text }))
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [text])
  return { ...run, running: run.running || run.asked !== text }
}

async function follow(text, controller, setRun) {
  let begin = null
  const current = () => !controller.signal.aborted
  try {
    for await (const line of lines('compare', JSON.parse(text), controller.signal)) {
      if (!current()) return
      if (line.type === 'begin') begin = line
      else if (line.type === 'state') setRun(before => ({ ...before, begin, state: line, running: true, error: null }))
    }
    if (current()) setRun(before => ({ ...before, running: false }))
  } catch (error) {
    if (current()) setRun(before => ({ ...before, running: false, error }))
  }
}
