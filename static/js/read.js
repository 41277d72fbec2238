// Read aloud: <button data-read="ID" data-clip="…" hidden>. A recorded clip where there is
// one, else a voice of the phone's own in the text's language, else the button stays away.

// reading shows the buttons that can do something, now and after a swap of <main>.
export function reading() {
  const synth = window.speechSynthesis;
  function voice(lang) {
    return synth && synth.getVoices().filter(function (v) { return v.localService && v.lang.slice(0, 2) === lang.slice(0, 2); })[0];
  }
  function offer() {
    document.querySelectorAll('[data-read]').forEach(function (button) {
      const place = document.getElementById(button.getAttribute('data-read'));
      const near = place && place.closest('[lang]');
      button.hidden = !(button.getAttribute('data-clip') || (near && voice(near.lang)));
    });
  }
  let playing = null, pressed = null;
  function stop() {
    if (playing) { if (playing.pause) playing.pause(); else synth.cancel(); }
    if (pressed) pressed.setAttribute('aria-pressed', 'false');
    playing = pressed = null;
  }
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('[data-read]');
    if (!button) return;
    const again = button === pressed;
    stop();
    if (again) return;
    const place = document.getElementById(button.getAttribute('data-read')), clip = button.getAttribute('data-clip');
    const lang = place.closest('[lang]').lang;
    if (clip) { playing = new Audio(clip); playing.onended = stop; playing.play(); } else {
      playing = new SpeechSynthesisUtterance(place.textContent);
      playing.lang = lang; playing.voice = voice(lang); playing.onend = stop;
      synth.speak(playing);
    }
    pressed = button;
    button.setAttribute('aria-pressed', 'true');
  });
  document.addEventListener('cairn:main', function () { stop(); offer(); });
  if (synth) synth.onvoiceschanged = offer;
  offer();
}
