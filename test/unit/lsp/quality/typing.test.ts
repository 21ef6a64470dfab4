import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TypingWatch, typingMs } from '../../../../server/src/lsp/quality/typing.js';

const uri = 'file:///a.informe';
const version = (number: number, text: string): TextDocument =>
  TextDocument.create(uri, 'glosa-report', number, text);
const at = (startUtf16: number, endUtf16: number) => ({ startUtf16, endUtf16 });

describe('TypingWatch', () => {
  let nowMs = 0;
  const paused: string[] = [];
  let watch: TypingWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    nowMs = 0;
    paused.length = 0;
    watch = new TypingWatch(
      (at) => paused.push(at),
      () => nowMs,
    );
  });
  afterEach(() => {
    watch.dispose();
    vi.useRealTimers();
  });

  it('says nothing is typed in a document that was only opened', () => {
    watch.changed(version(1, 'left mass'));
    expect(watch.touches(uri, 1, at(0, 4))).toBe(false);
    expect(watch.state(uri)).toBe('');
  });

  it('finds the word that the last change wrote, and no other', () => {
    watch.changed(version(1, 'lef mass'));
    watch.changed(version(2, 'left mass'));
    expect(watch.touches(uri, 2, at(0, 4))).toBe(true);
    expect(watch.touches(uri, 2, at(5, 9))).toBe(false);
    expect(watch.touches(uri, 1, at(0, 4))).toBe(false);
    watch.changed(version(3, 'left masses'));
    expect(watch.touches(uri, 3, at(0, 4))).toBe(false);
    expect(watch.touches(uri, 3, at(5, 11))).toBe(true);
  });

  it('lets the word go when the author pauses, and says so once', () => {
    watch.changed(version(1, 'lef'));
    watch.changed(version(2, 'left'));
    nowMs = typingMs - 1;
    vi.advanceTimersByTime(typingMs - 1);
    expect(watch.touches(uri, 2, at(0, 4))).toBe(true);
    expect(paused).toEqual([]);
    nowMs = typingMs;
    vi.advanceTimersByTime(1);
    expect(watch.touches(uri, 2, at(0, 4))).toBe(false);
    expect(paused).toEqual([uri]);
  });

  it('forgets a closed document', () => {
    watch.changed(version(1, 'lef'));
    watch.changed(version(2, 'left'));
    watch.close(uri);
    expect(watch.touches(uri, 2, at(0, 4))).toBe(false);
    vi.advanceTimersByTime(2 * typingMs);
    expect(paused).toEqual([]);
  });
});
