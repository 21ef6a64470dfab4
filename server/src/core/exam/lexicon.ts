/** Words of an examination's name beside modality and region: side and contrast. */
import { wholeWords as words } from './regionWords.js';

export const sideWords = {
  both: words('ambos|ambas|bilateral(?:es)?|both|bilat'),
  left: words('izq|izquierd[oa]s?|izd[oa]?|izda|left|lt|mii|msi|l'),
  right: words('dch[oa]?|dcho|dcha|derech[oa]s?|der|dx|right|rt|mid|msd|r'),
} as const;

export const contrastWords = {
  /** Plain and enhanced: the code is that of the enhanced examination. */
  withAndWithout: words(
    '(?:con y sin|sin y con)(?: \\w+){0,2}|(?:with|w) ?/? ?(?:and|&|\\+|/) ?(?:without|w ?/ ?o|wo)|w ?/ ?wo|(?:without|w ?/ ?o) and with|pre ?(?:and|&|y|/) ?post',
  ),
  without: words(
    'sin (?:el |uso de |administra[a-z]+ (?:de )?)?(?:contraste|civ|cte|gadolinio|gd|medio de contraste)(?: iv| i \\. ?v)?|sin c iv|s / ?c|without(?: iv| intravenous)?(?: contrast| gadolinium)|w / ?o(?: iv)?(?: contrast| con)?|wo(?: iv)? contrast|non ?-? ?contrast|noncontrast|non ?-? ?enhanced|unenhanced|no (?:iv )?contrast|simple|basal|plain ct',
  ),
  with: words(
    'con (?:el |uso de |administra[a-z]+ (?:de )?)?(?:contraste|civ|cte|gadolinio|gd|gadoxet[a-z]+|acido gadox[a-z]+|medio de contraste)|c / ?c|tras (?:la )?(?:administra[a-z]+|inyecci[a-z]+|contraste|gadolinio)[a-z]*|contrastad[oa]|post ?-? ?contrast[a-z]*|postcontraste|(?:with|w /|w)(?: iv| intravenous| and without(?: iv)?)*(?: contrast| gadolin[a-z]+| gd| gad)|contrast ?-? ?enhanced|ce ?-? ?(?:ct|mri?)|iv contrast|contraste (?:iv|i \\. ?v|intravenoso|yodado|oral)|(?:pre|before) (?:and|&|y) post|pre and post|/ ?- ?(?:gad[a-z]*|contrast)|gadolin[a-z]+|gadobut[a-z]+|gadoxet[a-z]+|gadov[a-z]+|dota|omnipaque|iohexol|iopamidol|iopromid[a-z]*|ultravist|visipaque|fases?(?: \\w+){0,3} (?:arterial|portal|venosa)[a-z]*|fases? (?:arterial|portal|venosa)|portal venous|arterial (?:and|phase)|venous phase|sin y con contraste|con y sin contraste|\\d+ ml (?:of |de )?(?:iv |contrast|contraste)|trifasic[oa]|triphasic|multifas[a-z]+|multiphas[a-z]+|dynamic|dinamic[oa]',
  ),
  /** An examination of vessels by CT, or with the agent in its name. */
  implied: words(
    'angio ?-? ?(?:tc|tac|ct)|cta|ctpa|ct angio[a-z]*|tep|pulmonary angio[a-z]*|arthrogram|artro ?-? ?(?:rm|tc)|ct venogra[a-z]+',
  ),
} as const;
