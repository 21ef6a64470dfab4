/** Words that say nothing of a code; "con", "sin", "with" and "without" do. */
export const littleWords: ReadonlySet<string> = new Set(
  'de del la el los las un una unos unas y e o u en a al por para su the a an of in on at to and or by for its is as'.split(
    ' ',
  ),
);

/** Words by which a title says that it is the plain one: they are searched for, and no title is longer for them. */
export const fillerWords: ReadonlySet<string> = new Set([
  'sai',
  'nos',
  'unspecified',
  'elsewhere',
  'classified',
]);
