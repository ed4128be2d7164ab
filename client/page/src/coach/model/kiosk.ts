export interface KioskModel {
  unsent: number;
  // Local times, with the day where it is not today's: "14:02", "ma 09:15".
  oldest?: string | undefined;
  sentUpTo: string;
  offlineSince?: string | undefined;
  // What keeps the kiosk from being in sync, as the daemon says it.
  reason?: string | undefined;
  clockUncertain: boolean;
  comparedAt?: string | undefined;
  compared: number;
  others: readonly { name: string; currentUpTo: string; notHeardSince?: string | undefined }[];
  practice: boolean;
  pictureList: boolean;
}
