// A lesson beside the society: question, lever, what to watch, and afterwards the debrief.
import { html, useEffect, useState } from '../lib/html.js'
import { getOnce, post, sent } from '../lib/api.js'
import { writeRoute, writeSource } from '../lib/link.js'
import { year } from '../lib/format.js'
import { parameterOf } from '../lib/settings.js'
import { cardWords, currentLanguage, lessonName, t } from '../lib/words.js'
import { Lever } from './lever.js'

/** The lesson that a shipped scenario belongs to, if any. */
export function useLesson(source) {
  const [lesson, setLesson] = useState(undefined)
  useEffect(() => {
    if (!source) return
    getOnce('lessons').then(({ lessons }) => setLesson(lessons.find(one => [one.scenario, one.control, ...one.others].includes(source.id)) ?? null), () => setLesson(null))
  }, [source])
  return lesson
}

/** The lever of a parameter: what an event of the scenario moves it to, where one does, for that is what one sees. */
async function leverOf(source, key) {
  const { levers } = await post('levers', { source: sent(source), also: [key] })
  return levers.find(lever => lever.year !== null && parameterOf(lever.key) === key) ?? levers.find(lever => lever.key === key) ?? null
}

/** The lever of a page: the lesson's, where moving it says something. */
export function useLever(source, key) {
  const [lever, setLever] = useState(null)
  useEffect(() => {
    if (source && key) leverOf(source, key).then(setLever, () => setLever(null))
  }, [source, key])
  return lever
}

/** The lesson's scenarios, as a row to choose from. */
export function LessonRuns({ lesson, source, cards }) {
  const all = [lesson.control, lesson.scenario, ...lesson.others]
  const title = id => {
    const card = cards.find(one => one.id === id)
    return card ? cardWords(card).title.replace(/^[^:]*: /, '') : id
  }
  return html`<div class="runs" role="group" aria-label=${t('watch.runs')}>${all.map(id => html`<a href=${writeRoute('watch', writeSource({ id }))}
    aria-current=${id === source.id ? 'true' : undefined}>${id === lesson.control ? `${t('watch.control')}: ` : ''}${title(id)}</a>`)}</div>`
}

/** What a class does with the lesson, in order. */
export function LessonText({ lesson, source, cards, lever, settings, onSettings }) {
  const words = lesson[currentLanguage()]
  return html`<section class="lesson" aria-labelledby="lesson-question">
    <p class="kicker">${t('watch.lesson')} ${lessonName(lesson.id)}: ${words.title}</p>
    <h2 id="lesson-question">${words.question}</h2>
    <h3>${t('watch.the_lever')}</h3><p>${words.lever}</p>
    <${LessonRuns} lesson=${lesson} source=${source} cards=${cards} />
    ${lever && html`<${Lever} lever=${lever} settings=${settings} onChange=${onSettings} />`}
    ${lever && lever.year !== null && html`<p class="facts">${t('watch.moves_itself', { year: year(lever.year) })}</p>`}
    <h3>${t('watch.look_at')}</h3><p>${words.watch}</p>
    <h3>${t('watch.control')}</h3><p>${words.control}</p>
    <details class="debrief"><summary>${t('watch.debrief')}</summary><p>${words.debrief}</p></details>
    <details class="debrief"><summary>${t('watch.discussion')}</summary><ol>${words.discussion.map(question => html`<li>${question}</li>`)}</ol></details>
  </section>`
}
