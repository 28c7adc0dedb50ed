import { byId, create } from './dom.ts';

/** What the user does with the restarts of the server. */
export interface RestartRequests {
  /** `moment`: as it is written. */
  add(moment: string): void;
  remove(moment: string): void;
}

const field = byId<HTMLInputElement>('restart');
let requests: RestartRequests;

export function activateRestarts(asked: RestartRequests): void {
  requests = asked;
  const add = (): void => {
    if (field.value.trim() !== '') requests.add(field.value.trim());
  };
  byId('addRestart').addEventListener('click', add);
  field.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') add();
  });
  field.addEventListener('input', () => showProblem(''));
}

/** `hint`: a moment within the log; null where no line has a date, so that none can be asked for. */
export function showRestartHint(hint: string | null): void {
  byId('restarts').hidden = hint === null;
  if (hint !== null) field.placeholder = hint;
}

/** The restarts that the report is of; `problem`: why what the field holds is none of them. */
export function showRestarts(restarts: readonly string[], problem: string): void {
  byId('restartList').replaceChildren(
    ...restarts.map((moment) => {
      const remove = create('button', 'remove', '×');
      remove.title = `No restart at ${moment}`;
      remove.setAttribute('aria-label', remove.title);
      remove.addEventListener('click', () => {
        requests.remove(moment);
        field.focus();
      });
      return create('li', '', moment, remove);
    }),
  );
  byId('restartNote').hidden = restarts.length === 0;
  if (problem === '' && restarts.includes(field.value.trim())) field.value = '';
  showProblem(problem);
}

function showProblem(problem: string): void {
  byId('restartProblem').textContent = problem;
  if (problem === '') field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
}
