/**
 * What the panel shows and what it asks for: plain data between the extension host and the panel's page.
 * Everything in a model is text in the interface's language; the page lays it out and decides nothing.
 */

/** A button that shows a place of the report. */
export interface PanelChip {
  /** Names a place; good for this model and later ones that still have it. */
  readonly key: string;
  readonly text: string;
  /** Beside the text, a percentage for example; null where there is none. */
  readonly note: string | null;
  /** What a screen reader says. */
  readonly title: string;
}

export type PanelDo = 'accept' | 'dismiss' | 'copy' | 'ignore' | 'attention' | 'forget';

export interface PanelAction {
  readonly do: PanelDo;
  readonly name: string;
  /** The name with its object: "Accept 8140/3". */
  readonly title: string;
}

/** A line of an explanation. */
export interface WhyPart {
  readonly text: string;
  readonly chips: readonly PanelChip[];
}

/** How an item is drawn, on top of its words. */
export type PanelTone = 'stated' | 'doubtful' | 'quiet' | 'accepted' | 'warning';

export interface PanelItem {
  /** The same for the same thing in later models. Holds words of the report for findings only. */
  readonly key: string;
  readonly name: string;
  /** True where the name is a button that shows the item's own place. */
  readonly reveals: boolean;
  readonly detail: string | null;
  readonly tone: PanelTone;
  /** "stated", "suspected", "left", "12 mm". */
  readonly words: readonly string[];
  /** Probability, 0 to 1, drawn as a bar beside `percent`; null where there is none. */
  readonly share: number | null;
  readonly percent: string | null;
  readonly chips: readonly PanelChip[];
  readonly actions: readonly PanelAction[];
  readonly whyTitle: string;
  /** Null where the server has yet to be asked. */
  readonly why: readonly WhyPart[] | null;
  /** Said aloud when it changes: "accepted"; null where nobody has decided. */
  readonly review: string | null;
}

export interface PanelGroup {
  readonly key: string;
  /** Null: the section's only group. */
  readonly title: string | null;
  /** True where it is closed until a person opens it. */
  readonly folded: boolean;
  readonly items: readonly PanelItem[];
}

export const sectionIds = ['labels', 'codes', 'findings', 'assessment', 'checks', 'learnt'] as const;
export type PanelSectionId = (typeof sectionIds)[number];

export interface PanelSection {
  readonly id: PanelSectionId;
  readonly title: string;
  /** Beside the title; null where counting says nothing. */
  readonly count: number | null;
  /** Said instead of groups where there are none. */
  readonly empty: string;
  readonly groups: readonly PanelGroup[];
}

export type PanelState =
  'noReport' | 'notReport' | 'stopped' | 'reading' | 'notAnalysed' | 'noModel' | 'ready';

export interface PanelNotice {
  readonly lines: readonly string[];
  readonly actions: readonly { readonly command: string; readonly name: string }[];
}

/** Names that the page itself needs. */
export interface PageTexts {
  readonly why: string;
  readonly asking: string;
  /** How to move about, for screen readers. */
  readonly keys: string;
}

export interface PanelModel {
  /** Of the report; null without one. */
  readonly uri: string | null;
  readonly state: PanelState;
  /** Said aloud when it changes. */
  readonly stateText: string;
  readonly notice: PanelNotice | null;
  readonly sections: readonly PanelSection[];
  readonly texts: PageTexts;
}

/** Host → page. */
export type ToPage =
  | { readonly kind: 'model'; readonly model: PanelModel }
  /** Items under the cursor, the narrowest first. */
  | { readonly kind: 'cursor'; readonly items: readonly string[] }
  | { readonly kind: 'focus' };

/** Page → host. */
export type FromPage =
  | { readonly kind: 'ready' }
  /** Items whose explanation is open. */
  | { readonly kind: 'open'; readonly items: readonly string[] }
  | { readonly kind: 'reveal'; readonly place: string }
  | { readonly kind: 'do'; readonly do: PanelDo; readonly item: string }
  | { readonly kind: 'command'; readonly command: string };
