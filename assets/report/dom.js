// Elements of the page. Text goes in as text, never as markup: what an app calls its resources can't become part of the page.

/** @typedef {Node | string | number | undefined | false} Child */
/** @typedef {string | number | boolean | undefined | ((event: any) => void)} Attribute */

/**
 * An element with attributes (functions are listeners) and children.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {(Child | Child[])[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.flat().filter((child) => child !== undefined && child !== false).map(asNode));
  return element;
}

/** @param {Child} child */
function asNode(child) {
  return child instanceof Node ? child : String(child);
}

/**
 * @param {string} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {Node[]} children
 */
function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, Attribute>} attributes
 */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
}

const ICONS = {
  wider: 'M8 1.8 15 14H1L8 1.8Z M8 6v4 M8 11.6v.6',
  denied: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13Z M3.6 12.4 12.4 3.6',
  unknown: 'M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.6 M8 11.8v.6 M8 1.2a6.8 6.8 0 1 0 0 13.6a6.8 6.8 0 0 0 0-13.6Z',
  open: 'M6 4l4 4-4 4',
  back: 'M10 4 6 8l4 4',
  close: 'M4 4l8 8M12 4l-8 8',
};

/** @param {keyof typeof ICONS} name */
function icon(name) {
  return svg('svg', { 'class': `icon ${name}`, 'viewBox': '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
}

/**
 * The element of the page with an id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 */
function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${id}`);
  return element;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
function formatCount(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
