/** Every region, those that name a narrower place before those whose words they hold. */
import { headRegions, neckRegions, spineRegions } from './regionsHead.js';
import { limbRegions } from './regionsLimbs.js';
import { abdomenRegions, chestRegions, joinedRegions, pelvisRegions } from './regionsTrunk.js';
import { vesselRegions } from './regionsVessels.js';
import type { RegionWords } from './regionWords.js';

export const regionWords: readonly RegionWords[] = [
  ...joinedRegions,
  ...headRegions,
  ...spineRegions,
  ...neckRegions,
  ...chestRegions,
  ...vesselRegions,
  ...abdomenRegions,
  ...limbRegions,
  ...pelvisRegions,
];
