// Files for the reader: text, SVG and PNG.

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

/** A chart as a file of its own: colours of the page become colours of the picture. */
export function standaloneSvg(svg) {
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
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  paper.setAttribute('width', '100%')
  paper.setAttribute('height', '100%')
  paper.setAttribute('fill', getComputedStyle(document.body).backgroundColor)
  copy.prepend(paper)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return new XMLSerializer().serializeToString(copy)
}

/** A chart as PNG, twice as fine as on the screen. */
export async function pngOf(svg) {
  const text = standaloneSvg(svg)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = svg.clientWidth * 2
  canvas.height = svg.clientHeight * 2
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
}
