// A field that keeps what is being typed while the page around it is drawn anew.
import { html, useState } from '../lib/html.js'

/** `onCommit` gets the text when the reader has finished with it. Other properties are the input's. */
export function Typed({ value, onCommit, ...rest }) {
  const [draft, setDraft] = useState(null)
  const commit = event => {
    setDraft(null)
    onCommit(event.target.value)
  }
  return html`<input ...${rest} value=${draft ?? value} onInput=${event => setDraft(event.target.value)} onChange=${commit} onBlur=${() => setDraft(null)} />`
}
