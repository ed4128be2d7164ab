// A way of several screens: what has been answered so far, in order. Going back takes the last answer away; a way that is left leaves
// nothing behind.
export interface Steps<Step extends string, Answers> {
  step: Step;
  answers: Answers;
  // The steps before this one, the first one first.
  before: readonly Step[];
}

export function begin<Step extends string, Answers>(step: Step, answers: Answers): Steps<Step, Answers> {
  return { step, answers, before: [] };
}

export function onward<Step extends string, Answers>(
  now: Steps<Step, Answers>,
  step: Step,
  answers: Partial<Answers>,
): Steps<Step, Answers> {
  return { step, answers: { ...now.answers, ...answers }, before: [...now.before, now.step] };
}

// Null: there is nothing before the first step, so the way is left.
export function back<Step extends string, Answers>(now: Steps<Step, Answers>): Steps<Step, Answers> | null {
  const step = now.before.at(-1);
  return step === undefined ? null : { step, answers: now.answers, before: now.before.slice(0, -1) };
}
