// @ts-check
/**
 * Turns one element into another in place, so that what somebody is doing in it survives: focus, an opened detail, a
 * scrolled block, a button on its way.
 */

const KEPT = new Set(["open", "aria-busy", "data-press-key"]);

/** @param {Element} from @param {Element} to */
export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  attributes(from, to);
  children(from, to);
}

/** @param {Element} from @param {Element} to */
function attributes(from, to) {
  for (const { name } of Array.from(from.attributes)) {
    if (!to.hasAttribute(name) && !keeps(from, to, name)) from.removeAttribute(name);
  }
  for (const { name, value } of Array.from(to.attributes)) {
    if (from.getAttribute(name) !== value && !(name === "class" && from.matches(".message")))
      from.setAttribute(name, value);
  }
}

/** @param {Element} from @param {Element} to @param {string} name */
function keeps(from, to, name) {
  if (name === "class" && from.matches(".message")) return true;
  // A button that now means something else is not on its way any more.
  const same = from.getAttribute("data-action") === to.getAttribute("data-action");
  return KEPT.has(name) && same;
}

/** @param {Element} from @param {Element} to */
function children(from, to) {
  const wanted = Array.from(to.childNodes);
  /** @type {ChildNode | null} */
  let at = from.firstChild;
  for (const node of wanted) {
    const match = at && pair(at, node);
    if (match && at) {
      while (at && at !== match) at = drop(at);
      if (match instanceof Element && node instanceof Element) morph(match, node);
      else if (match.nodeValue !== node.nodeValue) match.nodeValue = node.nodeValue;
      at = match.nextSibling;
    } else {
      from.insertBefore(node, at);
    }
  }
  while (at) at = drop(at);
}

/** @param {ChildNode} node @returns {ChildNode | null} */
function drop(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/**
 * The node, from `at` on, that stands for the same thing.
 * @param {ChildNode} at @param {ChildNode} node @returns {ChildNode | undefined}
 */
function pair(at, node) {
  if (!(node instanceof Element)) return at.nodeType === node.nodeType ? at : undefined;
  const name = identity(node);
  for (let each = /** @type {ChildNode | null} */ (at); each; each = each.nextSibling) {
    if (!(each instanceof Element)) continue;
    if (each.tagName === node.tagName && identity(each) === name) return each;
    if (name === "") return undefined;
  }
  return undefined;
}

/** @param {Element} element */
function identity(element) {
  return (
    element.id ||
    element.getAttribute("data-button") ||
    element.getAttribute("data-keep") ||
    element.className.toString()
  );
}
