// Whether this machine has a camera and a microphone. Asking so opens neither of them and asks nobody's leave.
export class Devices {
  camera = $state(false);
  microphone = $state(false);

  async refresh(): Promise<void> {
    const devices = await media()?.enumerateDevices().catch(() => []);
    this.camera = devices?.some(({ kind }) => kind === 'videoinput') ?? false;
    this.microphone = devices?.some(({ kind }) => kind === 'audioinput') ?? false;
  }

  // A camera may be plugged in while the page runs. Returns how to stop.
  watch(): () => void {
    const refresh = () => void this.refresh();
    refresh();
    media()?.addEventListener('devicechange', refresh);
    return () => media()?.removeEventListener('devicechange', refresh);
  }
}

// Absent where the page is not served from a place that the browser trusts.
const media = (): MediaDevices | undefined => (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
