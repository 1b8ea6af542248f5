// Watch (teacher): one society live, its control as a ghost, a lesson beside it.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js'
import { getOnce } from '../lib/api.js'
import { controlOf } from '../lib/control.js'
import { writeArm, writeRoute, writeSource } from '../lib/link.js'
import { placeNames } from '../lib/layout.js'
import { LinkReader } from '../lib/link_reader.js'
import { originOf } from '../lib/origin.js'
import { rest } from '../lib/session.js'
import { measured, whole } from '../lib/format.js'
import { cardWords, currentLanguage, measureLabel, section, t } from '../lib/words.js'
import { Citizen } from '../parts/citizen.js'
import { settingsInWords } from '../parts/differences.js'
import { Fault } from '../parts/fault.js'
import { LeftOut } from '../parts/left_out.js'
import { Legend } from '../parts/legend.js'
import { LessonText, useLesson, useLever } from '../parts/lesson.js'
import { Lever } from '../parts/lever.js'
import { Controls, usePlayer } from '../parts/player.js'
import { Seeds } from '../parts/seeds.js'
import { Society, useTheme } from '../parts/society.js'
import { SourcePicker, useSource } from '../parts/source.js'
import { Dated } from '../parts/stale.js'
import { Typed } from '../parts/typed.js'
import { useRun } from '../parts/use_run.js'
import { WatchChart } from '../parts/watch_chart.js'

/** The lever offered where there is no lesson. */
const GENERAL_LEVER = 'invitation'

function monthName(step, stepYears) {
  const months = Math.round(step * stepYears * 12)
  return t('watch.when', { year: Math.floor(months / 12), month: months % 12 })
}

function View({ view, setView, run, column }) {
  const set = (name, value) => setView({ ...view, [name]: value })
  const colours = ['part', ...run.begin.states, ...run.begin.fixed]
  return html`<div class="view" role="group" aria-label=${t('watch.view')}>
    <label>${t('watch.colour_by')} <select value=${view.colour} onChange=${event => set('colour', event.target.value)}>
      ${colours.map(name => html`<option value=${name} selected=${name === view.colour}>${t(`states.${name}`)}</option>`)}</select></label>
    <label><input type="checkbox" checked=${view.ties} onChange=${event => set('ties', event.target.checked)} /> ${t('watch.ties')}</label>
    <label><input type="checkbox" checked=${view.beside} onChange=${event => set('beside', event.target.checked)} /> ${t('watch.beside')}</label>
    <label>${t('watch.measure')} <select value=${column.key} onChange=${event => set('measure', event.target.value)}>
      ${run.begin.columns.map(one => html`<option value=${one.key} selected=${one.key === column.key}>${measureLabel(one)}</option>`)}</select></label>
    <label>${t('watch.seed')} <${Typed} type="number" min="0" step="1" value=${view.seed} onCommit=${text => set('seed', Math.max(0, Math.floor(Number(text)) || 0))} /></label>
  </div>`
}

function Stage({ main, control, view, setView, selected, setSelected, scenario, presenting, request, names }) {
  const [step, setStep] = useState(0)
  const run = main.run
  const latest = useRef(run)
  latest.current = run
  const player = usePlayer({ length: () => latest.current.steps.length, ended: () => latest.current.ended, onStep: setStep })
  const theme = useTheme()
  const found = run.begin.columns.find(column => column.key === view.measure) ?? run.begin.columns.find(column => column.key === 'participants_share') ?? run.begin.columns[0]
  const at = Math.min(step, run.steps.length - 1)
  const month = monthName(at, run.begin.step_years)
  const value = run.steps[at].row[run.begin.columns.indexOf(found)]
  const label = [
    t('watch.society_label', { citizens: whole(run.begin.citizens), places: whole(run.begin.neighbourhoods), month, measure: measureLabel(found), value: measured(found, value) }),
    run.begin.neighbourhood_names?.length > 0 && t('watch.places_label', { names: placeNames(run.begin).join(', ') }),
  ].filter(Boolean).join(' ')
  const foot = originOf({ scenario: scenario.title, seed: request.seed })
  // Parts that do not change with the month are not drawn again with it.
  const grown = [run.begin, run.ended, run.steps.length, control.run, control.count]
  const chart = useMemo(() => html`<${WatchChart} main=${run} control=${control.run} column=${found} clock=${player.clock} register=${player.register} large=${presenting} names=${names} foot=${foot} />`, [...grown, found, presenting, names.run])
  const choices = useMemo(() => html`<${View} view=${view} setView=${setView} run=${run} column=${found} />`, [JSON.stringify(view), run.begin, found])
  const legend = useMemo(() => html`<${Legend} colour=${view.colour} theme=${theme} several=${run.begin.municipality_of.some(Boolean)} named=${run.begin.neighbourhood_names?.length > 0} />`, [view.colour, theme, run.begin])
  const seeds = useMemo(() => !presenting && html`<${Seeds} request=${request} scenario=${scenario.title} colour=${view.colour} column=${found} />`, [JSON.stringify(request), view.colour, found, presenting])
  const shared = { clock: player.clock, register: player.register, colour: view.colour, ties: view.ties, selected }
  return html`<div class=${view.beside && control.run ? 'stage two' : 'stage'} data-ended=${run.ended || undefined}>
    <div class="pictures">
      <div class="picture"><${Society} run=${run} ...${shared} onSelect=${setSelected} label=${label} describedBy="citizen" />
        ${view.beside && control.run && html`<p>${t('watch.this_run')}</p>`}</div>
      ${view.beside && control.run?.population && html`<div class="picture"><${Society} run=${control.run} ...${shared} ghost=${true} label=${t('watch.control_label')} /><p>${t('watch.control')}</p></div>`}
    </div>
    <${Controls} player=${player} step=${at} steps=${run.begin.steps} month=${month} />
    ${legend}
    <p class="now"><span>${measureLabel(found)}</span> <strong>${measured(found, value)}</strong></p>
    ${choices}
    ${chart}
    <${Citizen} id="citizen" run=${run} step=${at} citizen=${selected} onClose=${() => setSelected(-1)} />
    ${seeds}
  </div>`
}

/** What a link holds, as far as this scenario can take it. */
function openLink(pairs, scenario, known) {
  const link = new LinkReader(pairs)
  const opened = {
    view: {
      colour: link.choice('colour', ['part', ...Object.keys(section('states'))], 'part'),
      ties: link.flag('ties'),
      beside: link.flag('beside'),
      measure: link.choice('m', scenario.measures, ''),
      seed: link.number('seed', scenario.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
    },
    settings: link.arms('v', known)[0]?.settings ?? {},
    selected: link.number('citizen', 0, 1, Number.MAX_SAFE_INTEGER) - 1,
    presenting: link.flag('present'),
  }
  return { ...opened, left: link.end() }
}

function Classroom({ source, scenario, known, pairs, picker }) {
  const [opened] = useState(() => openLink(pairs, scenario, known))
  const lesson = useLesson(source)
  const [cards, setCards] = useState([])
  const [settings, setSettings] = useState(opened.settings)
  const [view, setView] = useState(opened.view)
  const [selected, setSelected] = useState(opened.selected)
  const [presenting, setPresenting] = useState(opened.presenting)
  useEffect(() => { getOnce('library').then(answer => setCards(answer.cards), () => {}) }, [])
  const key = lesson ? lesson.key : lesson === null ? `programme.${scenario.programmes[0]?.key}.${GENERAL_LEVER}` : null
  const lever = useLever(source, key)
  const started = lesson !== undefined
  const request = { source, settings, seed: view.seed, replication: 0 }
  const other = started && controlOf(source, lesson, settings, known)
  const main = useRun(started ? request : null)
  const control = useRun(other ? { ...other, seed: view.seed, replication: 0 } : null)
  const seen = { ...view, measure: view.measure || lesson?.measures[0] || 'participants_share' }
  useEffect(() => rest('watch', {
    ...writeSource(source), v: Object.keys(settings).length > 0 ? writeArm({ name: '', settings }) : null, seed: view.seed === (scenario.seed ?? 1) ? null : view.seed,
    colour: view.colour === 'part' ? null : view.colour, ties: view.ties ? 1 : null, beside: view.beside ? 1 : null, m: encodeURIComponent(view.measure),
    citizen: selected >= 0 ? selected + 1 : null, present: presenting ? 1 : null,
  }), [settings, view, selected, presenting])
  useEffect(() => {
    document.documentElement.classList.toggle('presenting', presenting)
    return () => document.documentElement.classList.remove('presenting')
  }, [presenting])
  const words = lesson?.[currentLanguage()]
  const moved = settingsInWords(settings, { levers: lever ? [lever] : [], known }).map(({ name, value }) => `${name} ${value}`)
  const names = { run: [scenario.title, ...moved].join(' · '), control: t('watch.control_of', { title: other && cards.find(card => card.id === other.source.id) ? cardWords(cards.find(card => card.id === other.source.id)).title : scenario.title }) }
  const chosen = main.run && selected < main.run.begin.citizens ? selected : -1
  return html`<div class=${presenting ? 'watch presenting' : 'watch'}>
    <div class="lead"><p class="kicker">${t('watch.kicker')}</p><h1>${presenting && words ? words.question : scenario.title}</h1>
      ${!presenting && html`<p class="standfirst">${scenario.story}</p>`}
      <div class="row">${!presenting && picker}<button type="button" class="present-switch" aria-pressed=${presenting} onClick=${() => setPresenting(!presenting)}>${t(presenting ? 'watch.present_end' : 'watch.present')}</button></div></div>
    <${LeftOut} left=${opened.left} />
    <${Fault} error=${main.error ?? control.error} onAgain=${() => [main, control].forEach(one => one.error && one.again())} />
    <${Dated} at=${main.at} stale=${main.stale && main.error} error=${main.error} done=${main.run?.steps.length - 1} of=${main.run?.begin.steps} />
    <div class=${main.stale || control.stale ? 'room stale' : 'room'}>
      ${main.run ? html`<${Stage} ...${{ main, control, view: seen, setView, setSelected, scenario, presenting, request, names }} selected=${chosen} />` : html`<p class="waiting" role="status">${t('shell.loading')}</p>`}
      ${!presenting && html`<div class="beside">
        ${lesson && html`<${LessonText} ...${{ lesson, source, cards, lever, settings }} onSettings=${setSettings} />`}
        ${lesson === null && lever && html`<section class="lesson"><h2>${t('watch.one_lever')}</h2><${Lever} lever=${lever} settings=${settings} onChange=${setSettings} /></section>`}
      </div>`}
    </div>
  </div>`
}

export default function Watch({ pairs }) {
  const { source, scenario, known, error, again } = useSource(pairs, 'watch')
  const open = picked => { location.hash = writeRoute('watch', writeSource(picked)) }
  const picker = html`<${SourcePicker} source=${source} onPick=${open} kinds=${['own', 'lesson', 'case', 'theory', 'question', 'reference']} />`
  if (error) return html`<div class="lead"><h1>${t('shell.watch')}</h1>${picker}<${Fault} error=${error} onAgain=${again} /></div>`
  if (!scenario) return html`<p class="waiting" role="status">${t('shell.loading')}</p>`
  return html`<${Classroom} ...${{ source, scenario, known, pairs, picker }} />`
}
