import { useEffect, useRef, useState } from 'preact/hooks';
import type { StepName } from '../../protocol.ts';
import { nextStep } from '../state.ts';
import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';

const words: Readonly<Record<StepName, { readonly title: string; readonly what: string }>> = {
  enrol: {
    title: 'Enrol yourself',
    what: 'As Franck, run /enroll with a photo of him, or of yourself. Read what would be kept, and accept.',
  },
  ask: {
    title: 'Ask who it is',
    what: 'As Ann, run /whois with another photo. The box and the name come from a descriptor of 128 numbers.',
  },
  propose: {
    title: 'Propose a friend',
    what: 'As Mo, a moderator, run /enroll with a photo of Ann and choose her as the person. She is asked first.',
  },
  accept: {
    title: 'Accept as her',
    what: 'As Ann, open the direct message from Kith, look at the photo, and decide.',
  },
  backfill: {
    title: 'Backfill the album',
    what: 'As Mo, run /backfill start for #album, and watch Kith go through what was posted before.',
  },
  withdraw: {
    title: 'Withdraw',
    what: 'As Franck, run /privacy withdraw and confirm. Under the hood shows every row that goes.',
  },
  vanish: {
    title: 'See it vanish',
    what: 'As Ann, ask again with the same photo: Franck is somebody Kith does not know.',
  },
};

/** Leads through what Kith does; each step is done with the real controls, and noticed when it is. */
export function GuideStrip() {
  const { view, prepare } = useStore();
  const next = nextStep(view.guide);
  const [chosen, choose] = useState<StepName | null>(null);
  const shown = view.guide.find(({ name, done }) => name === chosen && !done) ?? next;
  const done = view.guide.filter((step) => step.done).length;
  const steps = useRef<HTMLOListElement>(null);
  const name = shown?.name;
  useEffect(() => {
    const current = name === undefined ? null : steps.current?.querySelector<HTMLElement>('[aria-current]');
    if (current) steps.current?.scrollTo({ left: current.offsetLeft - 60 });
  }, [name]);
  return (
    <section class="guide" aria-label="Guided tour">
      <ol class="steps" ref={steps}>
        {view.guide.map((step, index) => (
          <li key={step.name}>
            <button
              type="button"
              class={`step ${step.done ? 'done' : ''}`}
              aria-current={step.name === shown?.name ? 'step' : undefined}
              onClick={() => choose(step.name)}
            >
              <span class="step-mark" aria-hidden="true">
                {step.done ? <Icon name="check" /> : index + 1}
              </span>
              <span class="step-title">
                {words[step.name].title}
                {step.done && <span class="unseen"> (done)</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div class="step-body" role="status">
        {shown === null || shown === undefined ? (
          <p>
            That is all of it: {done} steps done. Everything stays open; try a photo of your own, the other
            server, or <code>/settings</code> as Ada.
          </p>
        ) : (
          <>
            <p>{words[shown.name].what}</p>
            <button type="button" class="prepare" onClick={() => prepare(shown)}>
              Set it up for me
            </button>
          </>
        )}
      </div>
    </section>
  );
}
