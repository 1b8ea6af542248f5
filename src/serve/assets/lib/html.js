// Preact with tagged templates: one import for every page and part.
import { h, render, Fragment } from '../vendor/preact/preact.mjs'
import htm from '../vendor/htm/htm.mjs'

export const html = htm.bind(h)
export { render, Fragment }
export { useState, useEffect, useLayoutEffect, useMemo, useRef, useCallback, useReducer } from '../vendor/preact/hooks.mjs'
