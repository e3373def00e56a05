import { exportPath } from '../shared/api.js';
import { button, icon, span } from '../shared/dom.js';
import { dates, t } from '../shared/i18n.js';
import { showNotice } from '../shared/notices.js';
import { showStatus } from '../shared/status.js';
import { askForName } from './mix-name.js';
import { deleteMix, renameMix, savedMixes } from './mixes.js';
import { openMenu } from './row-menu.js';

const undoMs = 10_000;

/** The saved mixes: played by a press, renamed, exported and deleted from their menu. */
export class MixShelf {
  #list;
  #music;
  #close;
  #changed;

  constructor(list, music, close, changed) {
    this.#list = list;
    this.#music = music;
    this.#close = close;
    this.#changed = changed;
  }

  /** Returns how many there are. */
  show() {
    const mixes = savedMixes();
    this.#list.replaceChildren(...mixes.map(mix => this.#item(mix)));
    return mixes.length;
  }

  #item(mix) {
    const when = dates({ dateStyle: 'medium' }).format(mix.savedAt);
    const name = span('name', mix.name);
    name.dir = 'auto';
    const tile = button('tile', () => this.#play(mix), span('art', icon('note')), name,
      span('by', t('mix.tracks', { count: mix.count, date: when })));
    const more = button('round quiet more', () => openMenu(more, this.#menu(mix)), icon('more'));
    more.setAttribute('aria-label', t('row.more', { title: mix.name }));
    more.setAttribute('aria-haspopup', 'menu');
    const item = document.createElement('li');
    item.append(tile, more);
    return item;
  }

  #menu(mix) {
    return [
      [t('mix.rename'), () => this.#rename(mix)],
      [t('mix.export', { format: 'M3U8' }), () => download(exportPath(mix.id, 'm3u8'))],
      [t('mix.export', { format: 'XSPF' }), () => download(exportPath(mix.id, 'xspf'))],
      [t('mix.delete'), () => this.#delete(mix)],
    ];
  }

  async #play({ id, name }) {
    try {
      await this.#music.openList(id, name);
      this.#close();
    } catch (error) {
      showStatus(() => error.message, { tone: 'error' });
    }
  }

  async #rename(mix) {
    const name = await askForName(mix.name);
    if (name) {
      if (!renameMix(mix.name, name)) {
        showStatus(() => t('mix.not-kept'), { tone: 'error' });
      }
      this.#changed();
    }
  }

  #delete(mix) {
    const undo = deleteMix(mix.name);
    this.#changed();
    const hide = () => showNotice('mix', null);
    const timer = setTimeout(hide, undoMs);
    showNotice('mix', 'mix.deleted', () => {
      clearTimeout(timer);
      undo();
      hide();
      this.#changed();
    }, 'mix.undo');
  }
}

const download = href => Object.assign(document.createElement('a'), { href, download: '' }).click();
