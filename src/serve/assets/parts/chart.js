// A chart with its title, its numbers as a table, and its picture as a file.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../lib/html.js'
import { whyNotLoaded } from '../lib/api.js'
import { Fault } from './fault.js'
import { loadPlot } from './plot.js'
import { pngOf, save, standalone } from '../lib/download.js'
import { PICTURE_WIDTH } from '../lib/picture.js'
import { t } from '../lib/words.js'

// A page that can draw charts asks for the library while its data are on the way.
loadPlot().catch(() => {})

/** Narrower than this a chart's margins leave no room; it is drawn as soon as there is some. */
const WIDTH_MIN = 200

/** Width of an element, followed as it changes. */
function useWidth(reference) {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(reference.current)
    return () => observer.disconnect()
  }, [])
  return width
}

/** A table of numbers: the text alternative of a chart. */
export function Numbers({ caption, head, rows }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table class="numbers">
    <caption>${caption}</caption>
    <thead><tr>${head.map(cell => html`<th scope="col">${cell}</th>`)}</tr></thead>
    <tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map(cell => html`<td>${cell}</td>`)}</tr>`)}</tbody>
  </table></div>`
}

/**
 * `draw(Plot, width, alone)` returns an SVG element; it is called again when `depends` changes. `alone` when it is drawn for a
 * picture of its own, whose `legend` says who is who, `pictured` what else is to be known, and `foot` where it comes from.
 * `label` says in words what the chart shows, `table` is `{ head, rows }`, `file` the name for downloads.
 */
export function Chart({ title, note, pictured = note, label, draw, depends, table, file, legend, foot, onDrawn }) {
  const box = useRef(null)
  const width = useWidth(box)
  const [plot, setPlot] = useState(null)
  const [error, setError] = useState(null)
  const [numbers, setNumbers] = useState(false)
  useEffect(() => { loadPlot().then(found => setPlot(() => found), failed => whyNotLoaded(failed).then(setError)) }, [])
  useLayoutEffect(() => {
    if (!plot || width < WIDTH_MIN) return
    const svg = draw(plot, width, false)
    svg.setAttribute('role', 'img')
    svg.setAttribute('aria-label', label)
    box.current.replaceChildren(svg)
    onDrawn?.(svg)
    // The whole is one picture with one label; its parts need none.
    svg.querySelectorAll('[aria-label]').forEach(node => node.removeAttribute('aria-label'))
  }, [plot, width, ...depends])
  const picture = () => standalone(() => draw(plot, PICTURE_WIDTH, true), { title, note: pictured, legend, foot })
  return html`<figure class="chart">
    <figcaption><h3>${title}</h3>${note && html`<p>${note}</p>`}</figcaption>
    <div class="plot" ref=${box}></div>
    <${Fault} error=${error} />
    <div class="chart-tools">
      ${table && html`<button type="button" aria-expanded=${numbers} onClick=${() => setNumbers(!numbers)}>${t('chart.numbers')}</button>`}
      ${file && html`<button type="button" disabled=${!plot} onClick=${() => save(`${file}.svg`, picture().text, 'image/svg+xml')} aria-label=${t('chart.svg_of', { title })}>SVG</button>
      <button type="button" disabled=${!plot} onClick=${async () => save(`${file}.png`, await pngOf(picture()))} aria-label=${t('chart.png_of', { title })}>PNG</button>`}
    </div>
    ${numbers && table && html`<${Numbers} caption=${title} head=${table.head} rows=${table.rows} />`}
  </figure>`
}
