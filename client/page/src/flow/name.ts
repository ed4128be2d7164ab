// Typing what somebody is called: capital letters begin each word, as names do.

export const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
export const name_length_max = 40;

export function typeName(name: string, letter: string): string {
  if (name.length >= name_length_max || (letter === ' ' && (name === '' || name.endsWith(' ')))) return name;
  return name + (name === '' || name.endsWith(' ') ? letter.toUpperCase() : letter.toLowerCase());
}
