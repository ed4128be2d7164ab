// Somebody as a screen shows them. The name is as short as the centre uses it: "Samira".
export interface PersonCard {
  person: string;
  name: string;
  photo?: string | undefined;
}
