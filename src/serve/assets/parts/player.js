// Play, pause, step, speed: one clock for all pictures on the page.
import { html, useEffect, useRef, useState } from '../lib/html.js'
import { t } from '../lib/words.js'

export const SPEEDS = [1, 3, 6, 12, 24]

/** A clock in steps; `length()` is how many steps there are by now, `ended()` whether more will come, `onStep` is told whole steps. */
export function usePlayer({ length, ended, onStep }) {
  const clock = useRef({ place: 0 }).current
  const draws = useRef(new Set()).current
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(6)
  const follow = useRef({})
  follow.current = { length, ended, onStep, speed }
  const show = () => {
    for (const draw of draws) draw()
    follow.current.onStep(Math.floor(clock.place))
  }
  useEffect(() => {
    if (!playing) return
    let before = performance.now()
    let asked = requestAnimationFrame(function frame(now) {
      const last = follow.current.length() - 1
      // The first frame's time may lie before the click's.
      clock.place = Math.max(0, Math.min(last, clock.place + (Math.max(0, now - before) / 1000) * follow.current.speed))
      before = now
      show()
      if (last > 0 && clock.place >= last && follow.current.ended()) setPlaying(false)
      else asked = requestAnimationFrame(frame)
    })
    return () => cancelAnimationFrame(asked)
  }, [playing])
  const goTo = place => {
    clock.place = Math.max(0, Math.min(length() - 1, place))
    show()
  }
  const register = draw => {
    draws.add(draw)
    return () => draws.delete(draw)
  }
  const play = on => {
    if (on && clock.place >= length() - 1) clock.place = 0
    setPlaying(on)
  }
  return { clock, register, playing, play, speed, setSpeed, goTo }
}

/** The buttons, and the month as a slider. */
export function Controls({ player, step, steps, month }) {
  const { playing, play, speed, setSpeed, goTo } = player
  return html`<div class="player" role="group" aria-label=${t('watch.controls')}>
    <button type="button" class="primary play" onClick=${() => play(!playing)}>${playing ? `❚❚ ${t('watch.pause')}` : `▶ ${t('watch.play')}`}</button>
    <button type="button" onClick=${() => { play(false); goTo(step - 1) }} disabled=${step === 0} aria-label=${t('watch.back')}>‹</button>
    <button type="button" onClick=${() => { play(false); goTo(step + 1) }} disabled=${step >= steps} aria-label=${t('watch.forward')}>›</button>
    <label class="when"><span class="hidden">${t('watch.month')}</span><input type="range" min="0" max=${steps} step="1" value=${step} aria-valuetext=${month}
      onInput=${event => { play(false); goTo(Number(event.target.value)) }} /></label>
    <output>${month}</output>
    <label>${t('watch.speed')} <select value=${speed} onChange=${event => setSpeed(Number(event.target.value))}>
      ${SPEEDS.map(rate => html`<option value=${rate} selected=${rate === speed}>${t('watch.rate', { count: rate })}</option>`)}</select></label>
  </div>`
}
