/** What is said of the map of reports, in the interface's two languages. */
import type { Language } from '../../core/types.js';
import type { Step } from '../../core/map/step.js';
import type { NoMap } from './mapJob.js';

export interface MapMessages {
  readonly step: Readonly<Record<Step['phase'], string>>;
  readonly none: Readonly<Record<NoMap, string>>;
  unreadable(errorCode: string): string;
  readonly languages: Readonly<Record<Language, string>>;
}

export const mapMessages: Readonly<Record<Language, MapMessages>> = {
  en: {
    step: { neighbours: 'Looking for reports that are alike', layout: 'Laying out the map' },
    none: {
      noLabels: 'There are no labels here. Label the workspace first.',
      noVectors:
        'No report vectors are stored with these labels. Label the workspace again; with a model that only codes there are none.',
      otherModel:
        'The stored report vectors are of another model than the labels. Label the workspace again.',
      tooFew: 'A map needs at least five reports.',
    },
    unreadable: (code) => `The labels cannot be read (${code}).`,
    languages: { en: 'English', es: 'Spanish' },
  },
  es: {
    step: { neighbours: 'Buscando informes parecidos', layout: 'Trazando el mapa' },
    none: {
      noLabels: 'Aquí no hay etiquetas. Etiquete primero el espacio de trabajo.',
      noVectors:
        'No hay vectores de informes guardados junto a estas etiquetas. Etiquete de nuevo el espacio de trabajo; con un modelo que solo codifica no los hay.',
      otherModel:
        'Los vectores de informes guardados son de otro modelo que las etiquetas. Etiquete de nuevo el espacio de trabajo.',
      tooFew: 'Un mapa necesita al menos cinco informes.',
    },
    unreadable: (code) => `No se pueden leer las etiquetas (${code}).`,
    languages: { en: 'inglés', es: 'español' },
  },
};
