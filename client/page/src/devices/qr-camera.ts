import type { DecodeQR } from 'qr/decode.js';

// Looks through the camera for a QR code. The pictures stay in this page's memory, one at a time.

// The middle of the picture, as large as a code in a hand needs it: decoding takes some 10 ms then.
const side_px = 480;
const look_every_ms = 150;

// Shows the camera in `video` and tells what it reads, each code once as long as it is held up. Returns how to stop; that lets the camera go.
export function watchForQr(video: HTMLVideoElement, onread: (text: string) => void, onnone: () => void): () => void {
  let over = false;
  let stream: MediaStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';

  async function start() {
    const [opened, { decodeQR }] = await Promise.all([
      navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } }),
      import('qr/decode.js'),
    ]);
    stream = opened;
    if (over) {
      letGo(stream);
      return;
    }
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement('canvas');
    canvas.width = side_px;
    canvas.height = side_px;
    const paper = canvas.getContext('2d', { willReadFrequently: true });
    if (!paper) throw new Error('no canvas');
    look(paper, decodeQR);
  }

  function look(paper: CanvasRenderingContext2D, decodeQR: DecodeQR) {
    if (over) return;
    const text = read(paper, decodeQR);
    if (text !== '' && text !== last) {
      last = text;
      onread(text);
    }
    timer = setTimeout(() => look(paper, decodeQR), look_every_ms);
  }

  function read(paper: CanvasRenderingContext2D, decodeQR: DecodeQR): string {
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (side === 0) return '';
    const x = (video.videoWidth - side) / 2;
    const y = (video.videoHeight - side) / 2;
    paper.drawImage(video, x, y, side, side, 0, 0, side_px, side_px);
    try {
      return decodeQR(paper.getImageData(0, 0, side_px, side_px));
    } catch {
      // No code is in sight.
      return '';
    }
  }

  start().catch(() => {
    if (!over) onnone();
  });
  return () => {
    over = true;
    clearTimeout(timer);
    if (stream) letGo(stream);
    video.srcObject = null;
  };
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
