// Loads d3 and Observable Plot when the first chart is drawn.

function script(source) {
  return new Promise((resolve, reject) => {
    const node = document.createElement('script')
    node.src = source
    node.onload = resolve
    node.onerror = () => reject(new Error(`${source} could not be loaded`))
    document.head.append(node)
  })
}

let loading = null

/** Observable Plot; the same promise for everybody. */
export function loadPlot() {
  loading ??= script('vendor/d3/d3.min.js').then(() => script('vendor/plot/plot.umd.min.js')).then(() => window.Plot)
  loading.catch(() => { loading = null })
  return loading
}

/** Colours of baseline and variants, in the order of the reports (Okabe and Ito 2008). */
export const ARM_COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9']

/** Room for the letters that reach below the line of an axis' label. */
const BELOW = 7
/** Room for the numbers of an axis and, below them, its label. */
export const MARGIN_BOTTOM = 40
/** Room for the label of an upright axis, above what is drawn. */
export const MARGIN_TOP = 20

/** What all charts have in common. */
export function plotStyle(width, more = {}) {
  const marginBottom = more.marginBottom ?? MARGIN_BOTTOM
  return {
    width,
    style: { background: 'transparent', color: 'var(--ink)', fontFamily: 'var(--sans)', fontSize: '12px', overflow: 'visible' },
    marginTop: MARGIN_TOP,
    marginRight: 16,
    marginBottom,
    ...more,
    x: { labelOffset: marginBottom - BELOW, ...more.x },
  }
}
