// The canvas with one society, its clock, and the citizen in hand.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../lib/html.js'
import { citizenAt, placeAt, placeSociety } from '../lib/layout.js'
import { drawSociety, drawTies } from '../lib/paint.js'
import { t } from '../lib/words.js'

/** `light` or `dark`, as the page is shown now; followed as it changes. */
export function useTheme() {
  const read = () => document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  const [theme, setTheme] = useState(read)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const again = () => setTheme(read())
    query.addEventListener('change', again)
    window.addEventListener('theme', again)
    return () => {
      query.removeEventListener('change', again)
      window.removeEventListener('theme', again)
    }
  }, [])
  return theme
}

/** Whether the reader wants no motion: then a month follows a month without sliding over. */
const STILL = matchMedia('(prefers-reduced-motion: reduce)')

function useSize(reference) {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) }))
    observer.observe(reference.current)
    return () => observer.disconnect()
  }, [])
  return size
}

/** Geometry and scratch space of a run at a size. */
function prepare(run, { width, height }, theme, ratio, withTies) {
  const layout = placeSociety(run.begin, run.population, width, height)
  const scratch = { bins: new Uint8Array(run.begin.citizens), step: -1, colour: '' }
  let ties = null
  if (withTies) {
    ties = document.createElement('canvas')
    ties.width = Math.round(width * ratio)
    ties.height = Math.round(height * ratio)
    drawTies(ties.getContext('2d'), layout, run.population.pairs, theme, ratio)
  }
  return { layout, scratch, ties }
}

/** Neighbours of a citizen for the arrow keys: the next one in the same place, the same number in the next place. */
function stepTo(run, selected, key) {
  const { citizens } = run.begin
  const size = Math.max(1, Math.round(citizens / run.begin.neighbourhoods))
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: size, ArrowUp: -size, Home: -selected, End: citizens - 1 - selected }[key]
  return by === undefined ? null : selected < 0 ? 0 : Math.min(citizens - 1, Math.max(0, selected + by))
}

/**
 * `clock` is a mutable `{ place }` in steps with a fraction, moved by the player; `register(draw)` gives the player
 * a function that draws the picture of now.
 */
export function Society({ run, clock, register, colour, ties, selected, onSelect, label, ghost = false, describedBy }) {
  const canvas = useRef(null)
  const box = useRef(null)
  const size = useSize(box)
  const theme = useTheme()
  const prepared = useRef(null)
  const settings = useRef({})
  settings.current = { run, colour, selected, theme, ghost }
  const ready = run?.population && run.steps.length > 0 && size.width > 20 && size.height > 20
  const draw = () => {
    const { run: now, ...rest } = settings.current
    if (!prepared.current || !now?.steps.length) return
    const begun = performance.now()
    const last = now.steps.length - 1
    const place = Math.min(clock.place, last)
    const step = Math.floor(place)
    drawSociety(canvas.current.getContext('2d'), { run: now, ...prepared.current, step, part: STILL.matches ? 0 : place - step, ratio: devicePixelRatio, ...rest })
    canvas.current.dataset.drawMs = (performance.now() - begun).toFixed(2)
    canvas.current.dataset.step = step
  }
  useLayoutEffect(() => {
    if (!ready) return
    canvas.current.width = Math.round(size.width * devicePixelRatio)
    canvas.current.height = Math.round(size.height * devicePixelRatio)
    prepared.current = prepare(run, size, theme, devicePixelRatio, ties)
    draw()
  }, [ready, run?.population, size.width, size.height, theme, ties])
  useLayoutEffect(() => register(draw), [])
  useLayoutEffect(() => {
    if (prepared.current) prepared.current.scratch.step = -1
    draw()
  }, [colour, selected, run?.steps.length])
  const point = event => {
    if (!prepared.current || !onSelect) return
    const frame = canvas.current.getBoundingClientRect()
    onSelect(citizenAt(prepared.current.layout, event.clientX - frame.left, event.clientY - frame.top, 14))
  }
  // The name may be cut in the picture, and numbers tell little.
  const tell = event => {
    if (!prepared.current) return
    const { layout } = prepared.current
    const place = placeAt(layout, event.offsetX, event.offsetY)
    event.currentTarget.title = place < 0 ? '' : layout.named ? layout.names[place] : t('watch.lives', { place: layout.names[place] })
  }
  const key = event => {
    if (!onSelect || !run?.begin) return
    if (event.key === 'Escape') return onSelect(-1)
    const next = stepTo(run, selected, event.key)
    if (next === null) return
    event.preventDefault()
    onSelect(next)
  }
  const names = onSelect ? { tabindex: 0, role: 'application', 'aria-roledescription': t('watch.society') } : { role: 'img' }
  return html`<div class=${ghost ? 'society ghost' : 'society'} ref=${box}>
    <canvas ref=${canvas} ...${names} aria-label=${label} aria-describedby=${describedBy} onClick=${point} onMouseMove=${tell} onKeyDown=${key}></canvas>
  </div>`
}
