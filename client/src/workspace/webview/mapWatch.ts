/** What changes how the map looks without anybody touching it: its size, the theme, who has the keyboard. */
import type { Size } from './mapView.js';

export interface MapChanges {
  resized(size: Size): void;
  themed(): void;
  focused(): void;
}

/** @returns what ends the watch. */
export function watch(canvas: HTMLCanvasElement, changes: MapChanges): () => void {
  const sizes = new ResizeObserver(() => {
    changes.resized({ width: canvas.clientWidth, height: canvas.clientHeight });
  });
  sizes.observe(canvas);
  const themes = new MutationObserver(() => {
    changes.themed();
  });
  // VS Code says the kind of theme in the body's class, its colours in the root's style.
  themes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  const listening = new AbortController();
  const { signal } = listening;
  for (const event of ['focus', 'blur']) {
    canvas.addEventListener(
      event,
      () => {
        changes.focused();
      },
      { signal },
    );
  }
  return () => {
    sizes.disconnect();
    themes.disconnect();
    listening.abort();
  };
}
