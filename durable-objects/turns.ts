/** Works that await, one after another: an object answers others while it waits, so what must not overlap takes turns. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** After all that were asked before, whether they failed or not. */
  take<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(work);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
