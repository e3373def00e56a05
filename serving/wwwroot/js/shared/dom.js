const svgNamespace = 'http://www.w3.org/2000/svg';

/** A button with a class and content that calls `press`. */
export function button(className, press, ...content) {
  const element = Object.assign(document.createElement('button'), { type: 'button', className });
  element.append(...content);
  element.addEventListener('click', press);
  return element;
}

export function span(className, ...content) {
  const element = Object.assign(document.createElement('span'), { className });
  element.append(...content);
  return element;
}

export function svg(name, attributes = {}) {
  const element = document.createElementNS(svgNamespace, name);
  Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, value));
  return element;
}

/** One of the symbols of index.html; without a prefix, an icon. */
export function icon(name) {
  const element = svg('svg', { 'aria-hidden': 'true' });
  element.append(svg('use', { href: name.includes('-') ? `#${name}` : `#icon-${name}` }));
  return element;
}
