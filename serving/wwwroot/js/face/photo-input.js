import { elements } from '../shared/elements.js';

/** Calls back with a photo that is dropped anywhere on the page, pasted, or chosen. */
export function bindPhotoInput(onPhoto) {
  const { drop, choose, file } = elements;
  choose.addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    const [chosen] = file.files;
    if (chosen) {
      onPhoto(chosen);
    }
    file.value = ''; // so that the same file can be chosen again
  });
  document.addEventListener('paste', event => {
    const [pasted] = event.clipboardData?.files ?? [];
    if (pasted) {
      onPhoto(pasted);
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
      onPhoto(dropped);
    }
  });
}
