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
    pressed = button;
    button.setAttribute('aria-pressed', 'true');
    function speak() {
      playing = new SpeechSynthesisUtterance(place.textContent);
      playing.lang = lang; playing.voice = voice(lang); playing.onend = stop;
      synth.speak(playing);
    }
    if (!clip) return speak();
    const sound = playing = new Audio(clip);
    function mute() { // a kind of sound this phone cannot play, or no line: the phone's own voice, else nothing
      if (playing !== sound) return;
      playing = null;
      if (voice(lang)) speak(); else stop();
    }
    sound.onended = stop;
    sound.onerror = mute;
    const begun = sound.play();
    if (begun) begun.catch(mute);
  });
  document.addEventListener('cairn:main', function () { stop(); offer(); });
  if (synth) synth.onvoiceschanged = offer;
  offer();
}
