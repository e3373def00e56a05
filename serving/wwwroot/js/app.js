import { getModel, reportMood } from './shared/api.js';
import { bindApproach } from './music/approach-view.js';
import { bindPhotoInput } from './face/photo-input.js';
import { elements, keys } from './shared/elements.js';
import { inEachLanguage, t } from './shared/i18n.js';
import { bindKeyboard } from './shared/keyboard.js';
import { LibraryView } from './music/library-view.js';
import { takeLink } from './music/link.js';
import { bindMediaSession } from './music/media-session.js';
import { Music } from './music/music.js';
import { bindOffline } from './music/offline.js';
import { Player } from './music/player.js';
import { bindPlayer } from './music/player-view.js';
import { showMood, showScores, toggleCorrection } from './face/result-view.js';
import { nameOf } from './shared/emotions.js';
import { later } from './shared/later.js';
import { showStatus } from './shared/status.js';
import { Connection } from './shared/connection.js';
import { showNotice } from './shared/notices.js';
import { Session } from './music/session.js';
import { bindTabs } from './music/tabs.js';

const player = new Player(elements.audio);
const music = new Music(player, (track, kind) => library.go(track, kind));
const library = new LibraryView(player, music);
let detector = null;
let model = null;
let settings = null;

bindPlayer(player, { like: () => music.like() });
bindMediaSession(player);
bindKeyboard({
  player, choose, like: () => music.like(), help: () => elements.help.showModal(), search: () => library.open(),
});
bindApproach(approach => music.setApproach(approach));
bindTabs(player, (key, act) => showNotice('tabs', key, act, 'player.here'));
bindConnection();
bindOffline(player);
bindPhotoInput(file => detect(faces => faces.detectFromFile(file)));

keys.forEach(key => key.addEventListener('click', () => choose(key.dataset.mood)));
elements.correctOpen.addEventListener('click', () => toggleCorrection(choose));
elements.read.addEventListener('click', () => detect(faces => faces.detect()));
elements.live.addEventListener('click', () => detect(faces => faces.toggleLive()));
elements.clear.addEventListener('click', () => detect(faces => faces.clear()));
elements.newMix.addEventListener('click', () => music.newMix());
elements.helpOpen.addEventListener('click', () => elements.help.showModal());
elements.helpClose.addEventListener('click', () => elements.help.close());
elements.settingsOpen.addEventListener('click', openSettings);
addEventListener('hashchange', openLink);
showScores(null);
resume();
openLink();
inEachLanguage(() => model && showModel(model));
start();

async function detect(act) {
  try {
    const { MoodDetector } = await later.face();
    detector ??= new MoodDetector(onMoodDetected);
    act(detector);
  } catch (error) {
    showStatus(() => error.message, { tone: 'error', action: () => detect(act) });
  }
}

/** A mood was detected. Live detection does not start music that was paused. */
function onMoodDetected({ emotion, confidence = null, playlist, absent, live = false }) {
  showMood(emotion, false);
  record(emotion, confidence);
  music.show(emotion, { playlist, absent, start: !live || player.isWanted || !player.track });
}

/** Chosen by hand: a key, a digit, or "Not quite right?". It always wins. */
function choose(emotion, { approach = null } = {}) {
  detector?.override(emotion);
  showMood(emotion, true);
  showStatus(() => t('chosen', { mood: nameOf(emotion) }));
  record(emotion, null);
  music.show(emotion, { approach });
}

/** For the history; the server ignores it unless the listener has switched that on. */
function record(emotion, confidence) {
  reportMood(emotion, confidence).catch(() => {});
}

/** Takes up the session before. */
function resume() {
  const session = new Session(player, music);
  const mood = session.restore();
  const crossfade = Number(globalThis.start.read('crossfade'));
  player.crossfade = crossfade <= Number(elements.crossfade.max) ? crossfade : 0;
  if (mood) {
    showMood(mood, false);
  }
  session.start();
}

/** Opens the mood and approach, or the list, of a link. */
function openLink() {
  const link = takeLink();
  if (link?.mood) {
    choose(link.mood, link);
  } else if (link?.list) {
    music.openList(link.list).catch(error => showStatus(() => error.message, { tone: 'error' }));
  }
}

async function openSettings() {
  try {
    const { Settings } = await later.settings();
    settings ??= new Settings(player, () => music.newMix({ start: player.isWanted }));
    settings.open();
  } catch (error) {
    showStatus(() => error.message, { tone: 'error' });
  }
}

function bindConnection() {
  const connection = new Connection();
  connection.addEventListener('change', () => {
    showNotice('connection', !connection.isLost ? null : navigator.onLine ? 'connection.away' : 'connection.offline');
    if (!connection.isLost) {
      music.reconnect();
      if (!model && elements.status.dataset.tone === 'error') {
        start();
      }
    }
  });
  connection.start();
}

/** Finds out what this server can do: everything, or music only. */
async function start() {
  try {
    showModel(await getModel());
    if (elements.status.dataset.tone === 'error') {
      showStatus(() => t('connection.back'));
    }
  } catch (error) {
    if (error.status === 404) {
      document.body.classList.add('player-only');
      elements.camera.inert = true;
      showStatus(() => t('player-only'));
    } else {
      showStatus(() => error.message, { tone: 'error', action: start });
    }
  }
}

function showModel(found) {
  model = found;
  elements.report.hidden = false;
  const { accuracy, agreement } = found;
  elements.accuracy.textContent = t(agreement === null ? 'model.accuracy' : 'model.agreement',
    { share: Math.round(100 * (agreement ?? accuracy)) });
}
