/**
 * The page's texts in the language in use, from languages/<language>.json. A text is a string with {placeholders} and
 * *emphasis*, or an object with one for each plural category of {count}.
 */
const locales = { ar: 'ar-u-nu-latn' }; // like the times on the page
const attributes = { label: 'aria-label', placeholder: 'placeholder', alt: 'alt', content: 'content' };
const sent = 'sent.'; // keys of what the server sends, in English

let texts = {};
let locale;
let plurals;
let numbers;
let shares;
const followers = [];

/** The language in use, such as "de". */
export let language;

/** A text; numbers among the values are written as the language does. */
export function t(key, values = {}) {
  const entry = texts[key] ?? key;
  const text = typeof entry === 'string' ? entry : entry[plurals.select(Number(values.count))] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === 'number' ? number(values[name]) : values[name] ?? ''));
}

export const number = value => numbers.format(value);
export const percent = share => shares.format(share);

/** Dates as the language writes them: Intl.DateTimeFormat. */
export const dates = options => new Intl.DateTimeFormat(locale, options);

/** Comparison of names as the language sorts them. */
export const compare = (one, other) => one.localeCompare(other, locale, { sensitivity: 'base', numeric: true });

/** A text of the server in the language in use: by itself or by its pattern, such as "{bpm} bpm"; null if there is none. */
export function translated(text) {
  if (texts[sent + text]) {
    return texts[sent + text];
  }
  for (const key of Object.keys(texts)) {
    const names = key.startsWith(sent) ? [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name) : [];
    const found = names.length > 0 ? asPattern(key.slice(sent.length)).exec(text) : null;
    if (found) {
      return t(key, Object.fromEntries(names.map((name, at) => [name, found[at + 1]])));
    }
  }
  return null;
}

const asPattern = text => new RegExp(`^${text.split(/\{\w+\}/).map(escape).join('(.+)')}$`);
const escape = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Gives an element the text of a key, which it keeps in every language. */
export function say(element, key) {
  element.dataset.text = key;
  fill(element, t(key));
}

/** Gives an element a label for screen readers by key. */
export function label(element, key) {
  element.dataset.label = key;
  element.setAttribute('aria-label', t(key));
}

/** Gives an element a text that does not depend on the language. */
export function write(element, text) {
  delete element.dataset.text;
  fill(element, text);
}

/** Calls back now and in every other language that is chosen. */
export function inEachLanguage(show) {
  followers.push(show);
  show();
}

/** Switches the page to another language; rejects if its texts cannot be had. */
export async function switchLanguage(wanted) {
  use(wanted, await globalThis.start.askFor(wanted));
  globalThis.start.keep('language', wanted);
  followers.forEach(show => show());
}

function use(wanted, found) {
  language = wanted;
  texts = found;
  locale = locales[wanted] ?? wanted;
  plurals = new Intl.PluralRules(locale);
  numbers = new Intl.NumberFormat(locale);
  shares = new Intl.NumberFormat(locale, { style: 'percent' });
  globalThis.start.setLanguage(wanted);
  if (Object.keys(found).length > 0) {
    translate();
  }
}

function translate() {
  for (const element of document.querySelectorAll(/** @type {'html'} */ ('[data-text]'))) {
    fill(element, t(element.dataset.text));
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    for (const element of document.querySelectorAll(/** @type {'html'} */ (`[data-${name}]`))) {
      element.setAttribute(attribute, t(element.dataset[name]));
    }
  }
}

function fill(element, text) {
  const parts = text.split('*');
  if (element.textContent !== parts.join('')) {
    element.replaceChildren(...parts.map((part, at) => (at % 2 === 1
      ? Object.assign(document.createElement('strong'), { textContent: part }) : part)));
  }
}

use(globalThis.start.language, await globalThis.start.texts.catch(() => ({})));
delete document.documentElement.dataset.waiting;
