import { elements } from '../shared/elements.js';

/** Asks for the name of a mix; resolves to null if the listener does not give one. */
export function askForName(suggestion) {
  const { nameMix, nameMixInput, nameMixForm, nameMixCancel } = elements;
  nameMixInput.value = suggestion;
  nameMix.showModal();
  nameMixInput.select();
  return new Promise(resolve => {
    let name = null;
    nameMixForm.onsubmit = event => {
      event.preventDefault();
      name = nameMixInput.value.trim() || null;
      nameMix.close();
    };
    nameMixCancel.onclick = () => nameMix.close();
    nameMix.onclose = () => resolve(name);
  });
}
