import { getModel, reportMood } from './shared/api.js';
import { bindApproach } from './music/approach-view.js';
import { Camera } from './face/camera.js';
import { bindPhotoInput } from './face/photo-input.js';
import { elements, keys } from './shared/elements.js';
import { bindKeyboard } from './shared/keyboard.js';
import { bindLibrary, bindSearch } from './music/library-view.js';
import { bindMediaSession } from './music/media-session.js';
import { Music } from './music/music.js';
import { bindOffline } from './music/offline.js';
import { Player } from './music/player.js';
import { bindPlayer } from './music/player-view.js';
import { MoodDetector } from './face/mood-detector.js';
import { showMood, showScores, toggleCorrection } from './face/result-view.js';
import { showStatus } from './shared/status.js';
import { bindSettings } from './shared/settings-view.js';
import { Connection } from './shared/connection.js';
import { showNotice } from './shared/notices.js';
import { Session } from './music/session.js';
import { bindSleep } from './music/sleep.js';
import { bindTabs } from './music/tabs.js';

const player = new Player(elements.audio);
const music = new Music(player);
const detector = new MoodDetector(new Camera(elements.video), onMoodDetected);

bindPlayer(player, { like: () => music.like() });
bindMediaSession(player);
bindKeyboard({ player, choose, like: () => music.like(), help: () => elements.help.showModal() });
bindApproach(approach => music.setApproach(approach));
bindSearch(player, track => music.like(track));
bindLibrary();
bindSettings(player, () => music.newMix({ start: player.isWanted }));
bindSleep(player);
bindTabs(player, (message, act) => showNotice('tabs', message, act, 'Play here'));
bindConnection();
bindOffline(player);
bindPhotoInput(file => detector.detectFromFile(file));

keys.forEach(key => key.addEventListener('click', () => choose(key.dataset.mood)));
elements.correctOpen.addEventListener('click', () => toggleCorrection(choose));
elements.newMix.addEventListener('click', () => music.newMix());
elements.helpOpen.addEventListener('click', () => elements.help.showModal());
elements.helpClose.addEventListener('click', () => elements.help.close());
showScores(null);
resume();
start();

/** A mood was detected. Live detection does not start music that was paused. */
function onMoodDetected({ emotion, confidence = null, playlist, absent, live = false }) {
  showMood(emotion, false);
  record(emotion, confidence);
  music.show(emotion, { playlist, absent, start: !live || player.isWanted || !player.track });
}

/** Chosen by hand: a key, a digit, or "Not quite right?". It always wins. */
function choose(emotion) {
  detector.override(emotion);
  showMood(emotion, true);
  showStatus(`Got it: ${emotion}.`);
  record(emotion, null);
  music.show(emotion);
}

/** For the history; the server ignores it unless the listener has switched that on. */
function record(emotion, confidence) {
  reportMood(emotion, confidence).catch(() => {});
}

/** Takes up the session before. */
function resume() {
  const session = new Session(player, music);
  const mood = session.restore();
  if (mood) {
    showMood(mood, false);
  }
  session.start();
}

function bindConnection() {
  const connection = new Connection();
  connection.addEventListener('change', () => {
    showNotice('connection', !connection.isLost ? null : navigator.onLine
      ? 'The server is away. What is loaded goes on.' : 'You are offline. What is loaded goes on.');
    if (!connection.isLost) {
      music.reconnect();
      if (elements.model.hidden && elements.status.dataset.tone === 'error') {
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
  } catch (error) {
    if (error.status === 404) {
      document.body.classList.add('player-only');
      elements.camera.inert = true;
      showStatus('This server only plays music. Press the key for your mood.');
    } else {
      showStatus(error.message, { tone: 'error', action: start });
    }
  }
}

function showModel({ accuracy, agreement }) {
  elements.model.hidden = false;
  elements.report.hidden = false;
  const share = Math.round(100 * (agreement ?? accuracy));
  const claim = agreement === null
    ? `is right in ${share} of 100 test photos.` : `agrees with people in ${share} of 100 faces.`;
  elements.modelText.textContent = `The model ${claim}`;
  elements.accuracy.textContent = `It ${claim}`;
  if (elements.status.dataset.tone === 'error') {
    showStatus('The server is back.');
  }
}
