// Says on a page in another language that a text is in English.
import { html } from '../lib/html.js'
import { currentLanguage, t } from '../lib/words.js'

export const InEnglish = () => currentLanguage() !== 'en' && html`<p class="in-english">${t('model.in_english')}</p>`
