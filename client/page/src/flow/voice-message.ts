// Recording a short message for the coach. The sound itself stays with whoever records it; here is only how far it has come.

// Half a minute says enough, and fits beside the event.
export const message_seconds_max = 30;

export interface VoiceMessage {
  phase: 'none' | 'recording' | 'recorded' | 'playing';
  seconds: number;
}

export const noMessage: VoiceMessage = { phase: 'none', seconds: 0 };

export type VoiceMessageEvent = 'record' | 'second' | 'stop' | 'play' | 'ended' | 'again';

export function stepVoiceMessage(state: VoiceMessage, event: VoiceMessageEvent): VoiceMessage {
  switch (event) {
    case 'record':
    case 'again':
      return { phase: 'recording', seconds: 0 };
    case 'second': {
      if (state.phase !== 'recording') return state;
      const seconds = state.seconds + 1;
      return { phase: seconds >= message_seconds_max ? 'recorded' : 'recording', seconds };
    }
    case 'stop':
      return state.phase === 'recording' ? { ...state, phase: 'recorded' } : state;
    case 'play':
      return state.phase === 'recorded' ? { ...state, phase: 'playing' } : state;
    case 'ended':
      return state.phase === 'playing' ? { ...state, phase: 'recorded' } : state;
  }
}
