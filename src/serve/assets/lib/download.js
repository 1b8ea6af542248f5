// Files for the reader: text, SVG and PNG.
import { pictureOf } from './picture.js'

/** Saves text or a blob under a name. */
export function save(name, content, type = 'text/plain;charset=utf-8') {
  const blob = content instanceof Blob ? content : new Blob([content], { type })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

const PAINT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'fill-opacity', 'opacity', 'font-size', 'font-family', 'font-weight', 'font-variant-numeric', 'text-anchor']

/** A chart of the page with its colours written into it. */
function painted(svg) {
  const copy = svg.cloneNode(true)
  copy.querySelectorAll('style').forEach(node => node.remove())
  const originals = [svg, ...svg.querySelectorAll('*:not(style)')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  originals.forEach((node, index) => {
    const style = getComputedStyle(node)
    for (const name of PAINT) copies[index].setAttribute(name, style.getPropertyValue(name))
    copies[index].removeAttribute('class')
    copies[index].removeAttribute('style')
  })
  copy.setAttribute('overflow', 'visible')
  return copy
}

/** What the page looks like: colours as they are now, since a picture knows no variables. */
function looks() {
  const probe = document.createElement('i')
  document.body.append(probe)
  const colour = name => {
    probe.style.setProperty('color', `var(--${name})`)
    return getComputedStyle(probe).color
  }
  const root = getComputedStyle(document.documentElement)
  const found = {
    colours: { paper: getComputedStyle(document.body).backgroundColor, ink: colour('ink'), soft: colour('soft') },
    fonts: { sans: root.getPropertyValue('--sans').trim(), serif: root.getPropertyValue('--serif').trim() },
    resolve: name => (name.startsWith('var(--') ? colour(name.slice(6, -1)) : name),
  }
  return { ...found, done: () => probe.remove() }
}

/** A chart, drawn anew by `draw()`, as a picture of its own; `texts` are those of {@link pictureOf}. */
export function standalone(draw, texts) {
  const holder = document.createElement('div')
  holder.className = 'off-stage'
  document.body.append(holder)
  const svg = draw()
  holder.append(svg)
  const inside = painted(svg)
  const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value }
  holder.remove()
  const { colours, fonts, resolve, done } = looks()
  const context = document.createElement('canvas').getContext('2d')
  const measureAt = (points, bold) => text => {
    context.font = `${bold ? 'bold ' : ''}${points}px ${fonts.sans}`
    return context.measureText(text).width
  }
  const chart = (x, y) => {
    inside.setAttribute('x', x)
    inside.setAttribute('y', y)
    return new XMLSerializer().serializeToString(inside)
  }
  const legend = texts.legend?.map(item => ({ ...item, colour: resolve(item.colour) }))
  const picture = pictureOf({ ...texts, legend, chart, size, colours, fonts, measureAt })
  done()
  return picture
}

/** A picture as PNG, twice as fine as its size says. */
export async function pngOf({ text, width, height }) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
}
