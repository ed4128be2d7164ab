// The tone of confirmation: two soft notes that rise, a third of a second. Made here, so that no sound of somebody else's is needed.
const rate = 48_000;
const notes = [
  { hertz: 659.25, from: 0, seconds: 0.22 },
  { hertz: 987.77, from: 0.1, seconds: 0.3 },
];

export function toneWave(): Buffer {
  const samples = Math.ceil(0.42 * rate);
  const wave = Buffer.alloc(44 + samples * 2);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(36 + samples * 2, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(rate, 24);
  wave.writeUInt32LE(rate * 2, 28);
  wave.writeUInt16LE(2, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    const t = i / rate;
    let value = 0;
    for (const { hertz, from, seconds } of notes) {
      const at = t - from;
      if (at < 0 || at > seconds) continue;
      // Begins without a click, and dies away.
      const loud = Math.min(1, at / 0.008) * Math.exp(-at * 11) * Math.min(1, (seconds - at) / 0.02);
      value += loud * (Math.sin(2 * Math.PI * hertz * at) + 0.25 * Math.sin(4 * Math.PI * hertz * at));
    }
    wave.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value * 0.45)) * 32_767), 44 + i * 2);
  }
  return wave;
}
