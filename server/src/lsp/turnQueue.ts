/** Turns of the event loop, one for each step that asks: what many documents are due at once is not done at once. */
export class TurnQueue {
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #scheduled = false;

  /**
   * Resolves in a turn that no other step of this queue has.
   * @param urgent goes before all that are not.
   */
  next(urgent: boolean): Promise<void> {
    return new Promise((resolve) => {
      (urgent ? this.#urgent : this.#others).push(resolve);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#urgent.length + this.#others.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      (this.#urgent.shift() ?? this.#others.shift())?.();
      this.#schedule();
    });
  }
}
