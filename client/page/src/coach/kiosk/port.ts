export interface CoachKiosk {
  readonly address: string;
}
