const threshold = 6;      // px that a mouse moves until it drags
const longPressMs = 350;  // of a finger, which else scrolls
const edge = 80;          // px from the window's edge, where the page scrolls

/** Rows can be dragged by mouse, pen and finger, or moved with Alt and an arrow key. `move` gets two indexes. */
export function bindDrag(list, move) {
  let drag = null; // { row, startX, startY, active, target, timer }

  const indexOf = row => [...list.children].indexOf(row);

  const begin = () => {
    drag.active = true;
    drag.row.classList.add('dragged');
    navigator.vibrate?.(10);
  };

  const end = dropped => {
    const { row, target, active, timer } = drag;
    clearTimeout(timer);
    row.classList.remove('dragged');
    target?.classList.remove('target', 'after');
    drag = null;
    if (active) {
      addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', stop, { capture: true }));
    }
    if (active && dropped && target && target !== row) {
      move(indexOf(row), indexOf(target));
    }
  };

  list.addEventListener('pointerdown', event => {
    const row = event.target.closest('.play')?.closest('li');
    if (!row || !event.isPrimary || event.button !== 0) {
      return;
    }
    drag = { row, startX: event.clientX, startY: event.clientY, active: false, target: null, timer: 0 };
    if (event.pointerType === 'touch') {
      drag.timer = setTimeout(begin, longPressMs);
    }
  });

  addEventListener('pointermove', event => {
    if (!drag) {
      return;
    }
    const far = Math.hypot(event.clientX - drag.startX, event.clientY - drag.startY) > threshold;
    if (!drag.active && far) {
      if (event.pointerType === 'touch') {
        clearTimeout(drag.timer); // it scrolls
        drag = null;
        return;
      }
      begin();
    }
    if (drag.active) {
      over(event);
    }
  });

  function over({ clientX, clientY }) {
    const under = document.elementFromPoint(clientX, clientY)?.closest('li');
    drag.target?.classList.remove('target', 'after');
    drag.target = under?.parentElement === list ? under : null;
    drag.target?.classList.add('target');
    drag.target?.classList.toggle('after', indexOf(drag.target) > indexOf(drag.row));
    if (clientY < edge || clientY > innerHeight - edge - 60) {
      scrollBy({ top: clientY < edge ? -12 : 12, behavior: 'instant' });
    }
  }

  addEventListener('pointerup', () => drag && end(true));
  addEventListener('pointercancel', () => drag && end(false));
  addEventListener('keydown', event => event.key === 'Escape' && drag && end(false));
  // A finger that drags must not scroll, nor open the browser's own menu.
  list.addEventListener('touchmove', event => drag?.active && event.preventDefault(), { passive: false });
  list.addEventListener('contextmenu', event => drag?.active && event.preventDefault());

  list.addEventListener('keydown', event => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest('li');
    if (event.altKey && step && row) {
      event.preventDefault();
      move(indexOf(row), indexOf(row) + step);
    }
  });
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
