// Tooltips of the charts: a mark's title is shown at once, on touch too, and a focused chart is walked with the arrow keys.
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.role = "status";
  tip.hidden = true;
  document.body.append(tip);
  let shown = null;

  function hide() {
    shown?.classList.remove("shown");
    shown = null;
    tip.hidden = true;
  }

  function show(mark) {
    hide();
    shown = mark;
    mark.classList.add("shown");
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const place = mark.getBoundingClientRect();
    const left = place.left + place.width / 2 - tip.offsetWidth / 2;
    const above = Math.max(place.top, 0) - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${above > 8 ? above : Math.min(place.bottom + 8, innerHeight - tip.offsetHeight - 8)}px`;
  }

  for (const plot of document.querySelectorAll(".plot")) {
    const marks = [...plot.querySelectorAll(".mark")];
    for (const mark of marks) {
      const title = mark.querySelector("title");
      mark.dataset.tip = title.textContent;
      title.remove();
    }

    if (marks.length === 0) {
      continue;
    }

    plot.tabIndex = 0;
    plot.addEventListener("pointerover", event => {
      const mark = event.target.closest(".mark");
      if (mark) {
        show(mark);
      }
    });
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") {
        hide();
      } else if (step) {
        event.preventDefault();
        const next = marks.indexOf(shown) + step;
        show(marks[Math.max(0, Math.min(next, marks.length - 1))]);
      }
    });
  }

  for (const slider of document.querySelectorAll(".threshold")) {
    const input = slider.querySelector("input");
    const output = slider.querySelector("output");
    const texts = JSON.parse(slider.dataset.texts);
    slider.hidden = false;
    const update = () => { output.textContent = texts[input.value]; };
    input.addEventListener("input", update);
    update();
  }

  addEventListener("scroll", hide, { passive: true });
})();
