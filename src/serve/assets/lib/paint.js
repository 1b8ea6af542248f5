// Draws a society on a canvas: dots in batches of one colour, so that 20,000 of them stay quick.
import { FLAG } from './frames.js'

const BINS = 12
const RAMPS = {
  // From pale to dark on paper, from dim to bright on a dark page: lightness alone carries the order.
  light: ['#d8d3c6', '#6fb1c9', '#08306b'],
  dark: ['#3d3f4a', '#3f86b5', '#ffe9a8'],
}
const PLAIN = { light: { rest: '#c9c3b5', part: '#8a1c3b', tie: '#8f897b', ink: '#1b1a18', ground: '#f3f0e9', label: '#5a564e' }, dark: { rest: '#4a4c57', part: '#ff9db4', tie: '#70727e', ink: '#f1efe9', ground: '#1e1e24', label: '#b5b1a7' } }

const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))

/** The colours of the bins of a scale, for a theme. */
export function ramp(theme, bins = BINS) {
  const stops = RAMPS[theme].map(channels)
  return Array.from({ length: bins }, (_, bin) => {
    const place = (bin / (bins - 1)) * (stops.length - 1)
    const low = Math.min(stops.length - 2, Math.floor(place))
    const part = place - low
    return `rgb(${stops[low].map((channel, index) => Math.round(channel + (stops[low + 1][index] - channel) * part)).join(' ')})`
  })
}

/** Colours that are not a scale. */
export const plainColours = theme => PLAIN[theme]

const scales = { light: ramp('light'), dark: ramp('dark') }

/** Which bin each citizen is in: of a trait's scale, or 0 and the last for taking part. */
export function fillBins(bins, run, step, colour) {
  const at = run.steps[step]
  if (colour === 'part') {
    const flags = at.flags
    for (let citizen = 0; citizen < bins.length; citizen++) {
      let part = 0
      for (const programme of flags) part |= programme[citizen]
      bins[citizen] = part & FLAG.part ? BINS - 1 : 0
    }
    return
  }
  const values = at.states[colour] ?? run.population.fixed[colour]
  for (let citizen = 0; citizen < bins.length; citizen++) bins[citizen] = Math.min(BINS - 1, (values[citizen] * BINS) >> 8)
}

/** Radius of a citizen who gives no hours, and what the root of the hours adds. */
function sizes({ spacing }) {
  return { base: Math.max(0.7, Math.min(3.6, spacing * 0.3)), more: Math.max(0.1, Math.min(0.75, spacing * 0.075)) }
}

/** A citizen's radius: hours are an area. */
const radiusOf = (hours, base, more) => base + more * Math.sqrt(hours)

/** Everyday ties, drawn once on a canvas of their own. */
export function drawTies(context, layout, pairs, theme, ratio) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.strokeStyle = plainColours(theme).tie
  context.lineWidth = 0.5
  context.globalAlpha = Math.max(0.06, Math.min(0.35, 900 / pairs.length))
  context.beginPath()
  for (let at = 0; at < pairs.length; at += 2) {
    context.moveTo(layout.x[pairs[at]], layout.y[pairs[at]])
    context.lineTo(layout.x[pairs[at + 1]], layout.y[pairs[at + 1]])
  }
  context.stroke()
  context.globalAlpha = 1
}

/**
 * One picture between two steps. `part` in [0, 1) is how far the next step has come.
 * `scratch` holds `bins` and `order`, so that nothing is allocated while it plays.
 */
export function drawSociety(context, { run, layout, step, part, colour, theme, ratio, ties, selected, scratch, ghost }) {
  const plain = plainColours(theme)
  const now = run.steps[step]
  const next = run.steps[Math.min(step + 1, run.steps.length - 1)]
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, context.canvas.width / ratio, context.canvas.height / ratio)
  context.globalAlpha = ghost ? 0.5 : 1
  drawDiscs(context, layout, plain)
  if (ties) {
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(ties, 0, 0)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
  }
  if (scratch.step !== step || scratch.colour !== colour) {
    fillBins(scratch.bins, run, step, colour)
    scratch.step = step
    scratch.colour = colour
  }
  const { bins } = scratch
  const { base, more } = sizes(layout)
  const colours = colour === 'part' ? [plain.rest, ...new Array(BINS - 2).fill(plain.rest), plain.part] : scales[theme]
  const count = bins.length
  const tiny = base < 1.1
  for (let bin = 0; bin < BINS; bin++) {
    if (colour === 'part' && bin > 0 && bin < BINS - 1) continue
    context.fillStyle = colours[bin]
    context.beginPath()
    for (let citizen = 0; citizen < count; citizen++) {
      if (bins[citizen] !== bin) continue
      const hours = now.hours[citizen] + (next.hours[citizen] - now.hours[citizen]) * part
      const radius = radiusOf(hours, base, more)
      const x = layout.x[citizen]
      const y = layout.y[citizen]
      if (tiny && radius < 1.6) context.rect(x - radius, y - radius, 2 * radius, 2 * radius)
      else {
        context.moveTo(x + radius, y)
        context.arc(x, y, radius, 0, 6.2832)
      }
    }
    context.fill()
  }
  if (colour !== 'part') outlineParticipants(context, { now, layout, base, more, plain, count })
  drawStaff(context, { now, layout, theme, plain })
  drawNames(context, layout, plain)
  if (selected >= 0) drawSelected(context, { run, now, layout, selected, base, more, plain })
  context.globalAlpha = 1
}

/** A text that fits a width, cut where it must be. */
function fitting(context, text, width) {
  if (context.measureText(text).width <= width) return text
  let count = text.length - 1
  while (count > 1 && context.measureText(`${text.slice(0, count)}…`).width > width) count--
  return `${text.slice(0, count).trimEnd()}…`
}

/** Names under their discs, or numbers at their upper left; in the middle of discs too small for that. */
function drawNames(context, { discs, names, named, cell, across }, plain) {
  const { radius } = discs[0]
  const small = radius < 24
  const size = Math.round(Math.max(named ? 11 : small ? 9 : 10, Math.min(14, radius * 0.16)))
  context.font = `${size}px system-ui, sans-serif`
  context.textAlign = named || small ? 'center' : 'right'
  context.textBaseline = small && !named ? 'middle' : 'top'
  context.fillStyle = small && !named ? plain.ink : plain.label
  context.strokeStyle = plain.ground
  context.lineWidth = 3
  context.lineJoin = 'round'
  discs.forEach(({ x, y }, place) => {
    if (named) context.fillText(fitting(context, names[place], across - 6), x, y + cell / 2)
    else if (small) {
      // On ground of its own, since it stands among citizens.
      context.strokeText(names[place], x, y)
      context.fillText(names[place], x, y)
    }
    // A number grows away from the professionals around the disc.
    else context.fillText(names[place], x - radius * 1.08 + 1.2 * size, y - radius * 1.08)
  })
}

/** The ground of each neighbourhood. */
function drawDiscs(context, { discs }, plain) {
  context.fillStyle = plain.ground
  context.beginPath()
  for (const { x, y, radius } of discs) {
    context.moveTo(x + radius * 1.04, y)
    context.arc(x, y, radius * 1.04, 0, 6.2832)
  }
  context.fill()
}

function outlineParticipants(context, { now, layout, base, more, plain, count }) {
  context.strokeStyle = plain.part
  context.lineWidth = 1.2
  context.beginPath()
  for (let citizen = 0; citizen < count; citizen++) {
    let flags = 0
    for (const programme of now.flags) flags |= programme[citizen]
    if (!(flags & FLAG.part)) continue
    const radius = radiusOf(now.hours[citizen], base, more) + 0.6
    context.moveTo(layout.x[citizen] + radius, layout.y[citizen])
    context.arc(layout.x[citizen], layout.y[citizen], radius, 0, 6.2832)
  }
  context.stroke()
}

function drawStaff(context, { now, layout, theme, plain }) {
  const { staff } = layout
  context.strokeStyle = plain.ink
  context.lineWidth = 0.6
  for (let professional = 0; professional < staff.x.length; professional++) {
    context.fillStyle = scales[theme][Math.min(BINS - 1, (now.attitude[professional] * BINS) >> 8)]
    const x = staff.x[professional] - staff.size / 2
    const y = staff.y[professional] - staff.size / 2
    context.fillRect(x, y, staff.size, staff.size)
    context.strokeRect(x, y, staff.size, staff.size)
  }
}

function drawSelected(context, { run, now, layout, selected, base, more, plain }) {
  const { pairs } = run.population
  context.strokeStyle = plain.ink
  context.lineWidth = 1.2
  context.beginPath()
  for (let at = 0; at < pairs.length; at += 2) {
    if (pairs[at] !== selected && pairs[at + 1] !== selected) continue
    context.moveTo(layout.x[pairs[at]], layout.y[pairs[at]])
    context.lineTo(layout.x[pairs[at + 1]], layout.y[pairs[at + 1]])
  }
  const radius = radiusOf(now.hours[selected], base, more) + 4
  context.moveTo(layout.x[selected] + radius, layout.y[selected])
  context.arc(layout.x[selected], layout.y[selected], radius, 0, 6.2832)
  context.lineWidth = 2
  context.stroke()
}
