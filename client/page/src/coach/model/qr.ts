// The dark squares of a QR code. The encoder comes when a card is asked for, and not before.
export async function qrSquares(text: string): Promise<readonly (readonly boolean[])[]> {
  const { default: encodeQR } = await import('qr');
  // A quarter of it may be creased or stained. Without a border: whoever draws it leaves the quiet around it.
  return encodeQR(text, 'raw', { ecc: 'quartile', border: 0 });
}
