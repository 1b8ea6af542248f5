// What a society is watched beside.
import { splitPlace } from './settings.js'

/**
 * The control: the lesson's own, else the same society with no lever moved. It lives in the same place, so what is set of the
 * place holds for it too; a lesson's lever is what sets the two apart, whatever it is.
 */
export function controlOf(source, lesson, settings, known) {
  const { place, design } = splitPlace(settings, known)
  if (lesson) {
    const { [lesson.key]: _lever, ...shared } = place
    return source.id === lesson.control && Object.keys(settings).length === Object.keys(shared).length ? null : { source: { id: lesson.control }, settings: shared }
  }
  return Object.keys(design).length > 0 ? { source, settings: place } : null
}
