import type { State } from '@wijkboek/page/components/StateMark.svelte';

// Which shape stands for a status of the server's; one that a newer server knows is "not known".
export function markOf(status: string, late = false, leftEarly = false): State {
  switch (status) {
    case 'present':
      return late ? 'late' : leftEarly ? 'left' : 'present';
    case 'excused':
    case 'absent':
    case 'pending':
    case 'unclear':
      return status;
    case 'coming':
    case 'to_come':
      return 'coming';
    default:
      return 'unknown';
  }
}
