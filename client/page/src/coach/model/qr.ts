// The dark squares of a QR code, with the four squares of quiet around it that its standard asks for. The encoder comes when a card is asked for, and not before.
export async function qrSquares(text: string): Promise<readonly (readonly boolean[])[]> {
  const { default: encodeQR } = await import('qr');
  // A quarter of it may be creased or stained.
  return encodeQR(text, 'raw', { ecc: 'quartile', border: 4 });
}
