import { elements } from './elements.js';

/** A photo dropped anywhere on the page, pasted, or chosen. `take` gets the file. */
export function bindPhotos(take) {
  const { drop, choose, file } = elements;
  choose.addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    const [chosen] = file.files;
    if (chosen) {
      take(chosen);
    }
    file.value = ''; // so that the same file may be chosen again
  });
  document.addEventListener('paste', event => {
    const [pasted] = event.clipboardData?.files ?? [];
    if (pasted) {
      take(pasted);
    }
  });
  document.addEventListener('dragover', event => {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      drop.hidden = false;
    }
  });
  document.addEventListener('dragleave', event => {
    if (!event.relatedTarget) {
      drop.hidden = true;
    }
  });
  document.addEventListener('drop', event => {
    event.preventDefault();
    drop.hidden = true;
    const [dropped] = event.dataTransfer?.files ?? [];
    if (dropped) {
      take(dropped);
    }
  });
}
