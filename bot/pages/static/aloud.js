// A message read by the browser's own voice. Only by one that lives on this device: names are sent to no voice elsewhere.

const language = document.documentElement.lang;
const speech = window.speechSynthesis;
let reading = null; // the button that was pressed, and what is being said: a browser forgets what nobody holds

const isOurs = (voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language;
const ourVoice = () => speech && speech.getVoices().find(isOurs);

// Where no voice is ours there is no button to see. Voices may come later than the page.
const look = () => document.body.classList.toggle("has-voice", Boolean(ourVoice()));

// Says nothing more.
export function hush() {
  if (!reading) return;
  const { shows } = reading;
  reading = null;
  speech.cancel();
  shows(false);
}

// A button that reads these lines, and stops when it is pressed again. `texts` has its two words, `of` says what is read.
export function listenButton(lines, of, texts) {
  const button = document.createElement("button");
  const shows = (isReading) => {
    button.textContent = isReading ? texts.stop_listening : texts.listen;
    button.classList.toggle("on", isReading);
    button.setAttribute("aria-label", `${button.textContent}: ${of}`);
  };
  button.type = "button";
  button.className = "listen";
  button.addEventListener("click", () => {
    const isStop = reading && reading.shows === shows;
    hush();
    if (!isStop) read(lines, shows);
  });
  shows(false);
  return button;
}

function read(lines, shows) {
  const voice = ourVoice();
  if (!voice) { look(); return; }
  const said = lines.split("\n").map((line) => {
    const words = new SpeechSynthesisUtterance(line); // one a sentence: some browsers fall silent after fifteen seconds
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9; // for old ears
    return words;
  });
  const mine = { shows, said };
  const over = () => { if (reading === mine) hush(); };
  reading = mine;
  said[said.length - 1].onend = over;
  said.forEach((words) => { words.onerror = over; speech.speak(words); });
  shows(true);
}

if (speech) {
  look();
  speech.addEventListener("voiceschanged", look);
  window.addEventListener("pagehide", hush);
  speech.cancel(); // what the page before was saying
}
