// Undo and redo over whole states.

/** A history that holds one state. */
export const begin = state => ({ past: [], present: state, future: [] })

/** Goes on to a state. Moves with the same mark (one slider being dragged) become one step. */
export function go(history, state, mark = null) {
  const merged = mark !== null && mark === history.mark
  return { past: merged ? history.past : [...history.past, history.present].slice(-100), present: state, future: [], mark }
}

/** One step back. */
export function undo({ past, present, future }) {
  if (past.length === 0) return { past, present, future }
  return { past: past.slice(0, -1), present: past.at(-1), future: [present, ...future] }
}

/** One step forward. */
export function redo({ past, present, future }) {
  if (future.length === 0) return { past, present, future }
  return { past: [...past, present], present: future[0], future: future.slice(1) }
}
