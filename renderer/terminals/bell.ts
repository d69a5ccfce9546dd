/** The bell as a tone, for whoever wants one. */

/** Hz and s; and the share of full loudness. */
const [pitch, length, loudness] = [880, 0.09, 0.08];
/** ms in which no second one sounds. */
const pause = 300;

let context: AudioContext | undefined;
let last = -Infinity;

export function ring(): void {
  const now = performance.now();
  if (now - last < pause) return;
  last = now;
  context ??= new AudioContext();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime;
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(loudness, start);
  // To nothing, so that it does not click.
  volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + length);
}
