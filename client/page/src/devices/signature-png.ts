import { paper_height, paper_width, toPath, type Stroke } from '../flow/strokes.ts';

// A signature as a PNG of at most 100 kB: black lines on white, as on paper.

const png_bytes_max = 100_000;

export async function signaturePng(strokes: readonly Stroke[]): Promise<Uint8Array<ArrayBuffer>> {
  // A drawing of very many lines is made smaller rather than refused.
  for (const scale of [1, 0.5, 0.25]) {
    const bytes = await draw(strokes, scale);
    if (bytes.length <= png_bytes_max) return bytes;
  }
  throw new Error('a signature that does not fit');
}

async function draw(strokes: readonly Stroke[], scale: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = paper_width * scale;
  canvas.height = paper_height * scale;
  const paper = canvas.getContext('2d');
  if (!paper) throw new Error('no canvas');
  paper.fillStyle = 'white';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.scale(scale, scale);
  paper.strokeStyle = 'black';
  paper.lineWidth = 5;
  paper.lineCap = 'round';
  paper.lineJoin = 'round';
  for (const stroke of strokes) paper.stroke(new Path2D(toPath(stroke)));
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('no picture');
  return new Uint8Array(await blob.arrayBuffer());
}
