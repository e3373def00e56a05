const longFrom = 120;        // rows or tiles; a shorter list is there as a whole
const ahead = '1000px 0px';  // beyond the screen, or the panel that scrolls

/** Lets the rows or tiles of a long list have contents only while they are near the screen: `fill(row)` and `empty(row)`. */
export class RowWindow {
  #list;
  #fill;
  #near;

  constructor(list, fill, empty) {
    this.#list = list;
    this.#fill = fill;
    this.#near = new IntersectionObserver(
      entries => entries.forEach(({ target, isIntersecting }) => (isIntersecting ? fill : empty)(target)),
      { root: list.closest('.panel'), rootMargin: ahead });
  }

  /** The list has these rows now. */
  show() {
    const rows = [...this.#list.children];
    const isLong = rows.length > longFrom;
    this.#list.classList.toggle('long', isLong);
    if (isLong) {
      rows.forEach(row => this.#near.observe(row));
    } else {
      this.#near.disconnect();
      rows.forEach(row => this.#fill(row));
    }
  }

  /** All rows go. */
  clear() {
    this.#near.disconnect();
  }

  forget(row) {
    this.#near.unobserve(row);
  }
}
