// A chart as a picture that stands alone: title, who is who, what bands mean, and where it comes from.

/** Width of a chart in a picture, and the edge around it. */
export const PICTURE_WIDTH = 720
const EDGE = 24
const LINE = 1.35

const escaped = text => String(text).replace(/[&<>"]/g, letter => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter])

/** A text in lines no wider than `width`, nothing cut; `measure(text)` gives a width. A word that is wider is broken. */
export function wrapped(text, width, measure) {
  const lines = []
  let line = ''
  for (let word of String(text).split(/\s+/).filter(Boolean)) {
    while (measure(word) > width) {
      let count = word.length - 1
      while (count > 1 && measure(word.slice(0, count)) > width) count--
      if (line) lines.push(line)
      line = ''
      lines.push(word.slice(0, count))
      word = word.slice(count)
    }
    const longer = line ? `${line} ${word}` : word
    if (measure(longer) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return line || lines.length === 0 ? [...lines, line] : lines
}

const MARKS = {
  line: colour => `<line x1="0" x2="22" y1="-4" y2="-4" stroke="${colour}" stroke-width="3"/><circle cx="11" cy="-4" r="4" fill="${colour}"/>`,
  dashed: colour => `<line x1="0" x2="22" y1="-4" y2="-4" stroke="${colour}" stroke-width="2" stroke-dasharray="5 4"/>`,
  band: colour => `<rect x="0" y="-11" width="22" height="14" fill="${colour}" fill-opacity="0.36"/>`,
  pale: colour => `<rect x="0" y="-11" width="22" height="14" fill="${colour}" fill-opacity="0.12"/>`,
  bar: colour => `<rect x="0" y="-10" width="22" height="12" fill="${colour}"/>`,
  ring: colour => `<circle cx="11" cy="-4" r="4" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
}

/**
 * The picture as SVG text, with its size. `chart` is the SVG of the chart, `size` its size, `legend` lists
 * `{ mark, colour, text }`, `foot` lists texts; `measureAt(size, bold)` gives the measure of a font.
 */
export function pictureOf({ title, note, legend = [], chart, size, foot = [], colours, fonts, measureAt }) {
  const parts = []
  let y = EDGE
  const write = (text, { points, x = 0, bold = false, serif = false, colour = colours.ink }) => {
    for (const line of wrapped(text, PICTURE_WIDTH - x, measureAt(points, bold))) {
      y += points * LINE
      parts.push(`<text x="${EDGE + x}" y="${y.toFixed(1)}" font-size="${points}" font-family="${escaped(serif ? fonts.serif : fonts.sans)}"${bold ? ' font-weight="700"' : ''} fill="${colour}">${escaped(line)}</text>`)
    }
  }
  write(title, { points: 20, bold: true, serif: true })
  if (note) write(note, { points: 12.5, colour: colours.soft })
  y += 6
  for (const { mark, colour, text } of legend) {
    const top = y
    write(text, { points: 13, x: 32 })
    parts.push(`<g transform="translate(${EDGE} ${(top + 13 * LINE).toFixed(1)})">${MARKS[mark](colour)}</g>`)
    y += 2
  }
  y += 12
  parts.push(chart(EDGE, y))
  y += size.height + 6
  for (const text of foot) write(text, { points: 11, colour: colours.soft })
  const [width, height] = [PICTURE_WIDTH + 2 * EDGE, Math.ceil(y + EDGE)]
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="${colours.paper}"/>${parts.join('')}</svg>`
  return { text, width, height }
}
