// A coach's screens come when a coach does: participants need not wait for them.
export async function loadCoach() {
  const [{ default: CoachMode }, { connectCoachKiosk }] = await Promise.all([
    import('../coach/CoachMode.svelte'),
    import('../coach/kiosk/connect.ts'),
  ]);
  return { CoachMode, kiosk: connectCoachKiosk() };
}
