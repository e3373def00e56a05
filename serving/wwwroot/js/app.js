import { getModel, tellMood } from './api.js';
import { bindApproach } from './approach-view.js';
import { Camera } from './camera.js';
import { bindPhotos } from './drop.js';
import { elements, keys } from './elements.js';
import { named } from './emotions.js';
import { bindKeyboard } from './keyboard.js';
import { bindSearch } from './library-view.js';
import { bindMediaSession } from './media-session.js';
import { Music } from './music.js';
import { bindOffline } from './offline.js';
import { Player } from './player.js';
import { bindPlayer } from './player-view.js';
import { Reader } from './reader.js';
import { showMood, showScores, toggleCorrection } from './reading-view.js';
import { say } from './status.js';
import { bindYou } from './you-view.js';

const player = new Player(elements.audio);
const music = new Music(player);
const reader = new Reader(new Camera(elements.video), moodRead);

bindPlayer(player, { like: () => music.like() });
bindMediaSession(player);
bindKeyboard({ player, choose, like: () => music.like(), help: () => elements.help.showModal() });
bindApproach(approach => music.take(approach));
bindSearch(player, track => music.like(track));
bindYou(player, () => music.again());
bindOffline(player);
bindPhotos(file => reader.readFile(file));

keys.forEach(key => key.addEventListener('click', () => choose(key.dataset.mood)));
elements.wrong.addEventListener('click', () => toggleCorrection(choose));
elements.again.addEventListener('click', () => music.again());
elements.helpOpen.addEventListener('click', () => elements.help.showModal());
elements.helpClose.addEventListener('click', () => elements.help.close());
showScores(null);
start();

/** A face was read. A live reading does not start music that was paused. */
function moodRead({ emotion, confidence = null, playlist, absent, live = false }) {
  showMood(emotion, false);
  write(emotion, confidence);
  music.show(emotion, { playlist, absent, start: !live || player.isWanted || !player.track });
}

/** By hand: a key, a digit, or "Not quite right?". It always counts. */
function choose(emotion) {
  reader.chosen(emotion);
  showMood(emotion, true);
  say(`${named(emotion)}, as you say.`);
  write(emotion, null);
  music.show(emotion);
}

/** For the history of a listener who keeps one; the server forgets it for all others. */
function write(emotion, confidence) {
  tellMood(emotion, confidence).catch(() => {});
}

/** What this server can do: everything, everything but finding faces, or music alone. */
async function start() {
  try {
    showModel(await getModel());
  } catch (error) {
    if (error.status === 404) {
      document.body.classList.add('player-alone');
      elements.mirror.inert = true;
      say('This server plays music and reads no faces. Press the key of your mood.');
    } else {
      say(error.message, { tone: 'wrong', action: start });
    }
  }
}

function showModel({ accuracy, faceFinder, hint }) {
  const share = (100 * accuracy).toFixed(1);
  elements.model.hidden = false;
  elements.report.hidden = false;
  elements.modelText.textContent = `Right for ${share} % of test faces.`;
  elements.accuracy.textContent = `It is right for about ${Math.round(10 * accuracy)} faces in 10.`;
  reader.hasFaceFinder = faceFinder !== null;
  if (faceFinder === null) {
    say(hint ?? 'There is no face finder on this server: you will put your face into an oval yourself.');
  } else if (elements.status.dataset.tone === 'wrong') {
    say('The server is there again.');
  }
}
