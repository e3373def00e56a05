import { emotions } from '../shared/emotions.js';

const approaches = ['match', 'lift', 'calm'];

/** The address that opens the same mood and approach, or the very same list, on another device. */
export function linkTo({ emotion, approach, id = null }) {
  const parameters = new URLSearchParams(id ? { list: id } : { mood: emotion, approach });
  return new URL(`#${parameters}`, document.baseURI).href;
}

/** What an address with such a link asks for: { mood, approach }, { list }, or null. It is taken from the address. */
export function takeLink() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const [mood, approach, list] = ['mood', 'approach', 'list'].map(name => parameters.get(name));
  const found = emotions.includes(mood) ? { mood, approach: approaches.includes(approach) ? approach : null }
    : /^[\w-]+$/.test(list ?? '') ? { list } : null;
  if (found) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return found;
}
