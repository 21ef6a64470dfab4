/** What is said of a workspace's labels, in the interface's two languages. */
import type { Language } from '../../core/types.js';
import type { FailureReason } from '../../store/failures.js';
import type { LockHolder } from '../../store/writerLock.js';

export interface WorkspaceMessages {
  progress(done: number, total: number | null, perSecond: number, minutesLeft: number | null): string;
  waiting(holder: LockHolder | null): string;
  readonly loading: string;
  /** Failed reports, in the log. */
  failed(path: string, reason: string): string;
  failure(why: FailureReason): string;
  readonly noFolder: string;
  readonly untrusted: string;
  disabled(folder: string): string;
  readonly running: string;
  noModel(reason: string): string;
  readonly modelChanged: string;
  notALabelFile(path: string): string;
  cannotWrite(path: string, errorCode: string): string;
  counting(reports: number): string;
  comparing(percent: string): string;
  noRecords(path: string): string;
  unreadable(errorCode: string): string;
}

function numbers(locale: string): { whole(n: number): string; decimal(n: number): string } {
  const whole = new Intl.NumberFormat(locale, { useGrouping: true });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return {
    whole: (n) => whole.format(n),
    decimal: (n) => decimal.format(n),
  };
}

const en = numbers('en');
const es = numbers('es');
const mebibytes = 1024 * 1024;

const english: WorkspaceMessages = {
  progress: (done, total, perSecond, minutesLeft) =>
    [
      `${en.whole(done)}${total === null ? '' : ` of ${en.whole(total)}`} ${(total ?? done) === 1 ? 'report' : 'reports'}`,
      `${en.decimal(perSecond)}/s`,
      ...(minutesLeft === null
        ? []
        : [minutesLeft < 1 ? 'less than a minute left' : `${en.whole(Math.ceil(minutesLeft))} min left`]),
    ].join(', '),
  waiting: (holder) =>
    holder === null
      ? 'Waiting for another run that is starting to write the labels'
      : `Waiting for process ${holder.pid} on ${holder.host}, which writes the labels`,
  loading: 'Loading the model',
  failed: (path, reason) => `not labelled: ${path}: ${reason}`,
  failure: (why) => {
    switch (why.reason) {
      case 'binary':
        return 'not a text: it has NUL bytes or is mostly control characters';
      case 'notAFile':
        return 'not a regular file';
      case 'tooLarge':
        return `${en.decimal(why.bytes / mebibytes)} MiB is over the limit (glosa.maxFileSizeKb)`;
      case 'unreadable':
        return why.errorCode === 'ENOENT' ? 'it is no longer there' : `it cannot be read (${why.errorCode})`;
      case 'engineFailed':
        return 'the model failed on it twice';
      case 'samePath':
        return 'another folder has a report of this path';
    }
  },
  noFolder: 'Open a folder first: labels are kept in its .glosa.',
  untrusted: 'The workspace is not trusted: nothing in it is read or written.',
  disabled: (folder) => `Glosa is switched off in ${folder} (glosa.enable).`,
  running: 'This workspace is being labelled already.',
  noModel: (reason) => `No usable model: ${reason}`,
  modelChanged: 'The model changed while the workspace was labelled. What was read is kept; run it again.',
  notALabelFile: (path) => `${path} is not a label file; it was left as it is.`,
  cannotWrite: (path, code) =>
    code === 'ENOSPC'
      ? `The disk is full. What was read is whole in ${path}; run it again to go on.`
      : `Cannot write ${path} (${code}).`,
  counting: (reports) => `${en.whole(reports)} ${reports === 1 ? 'report' : 'reports'} counted`,
  comparing: (percent) => `${percent} compared`,
  noRecords: (path) => `${path} has no label records.`,
  unreadable: (code) => `The labels cannot be read (${code}).`,
};

const spanish: WorkspaceMessages = {
  progress: (done, total, perSecond, minutesLeft) =>
    [
      `${es.whole(done)}${total === null ? '' : ` de ${es.whole(total)}`} ${(total ?? done) === 1 ? 'informe' : 'informes'}`,
      `${es.decimal(perSecond)}/s`,
      ...(minutesLeft === null
        ? []
        : [
            minutesLeft < 1
              ? 'queda menos de un minuto'
              : `${minutesLeft <= 1 ? 'queda' : 'quedan'} ${es.whole(Math.ceil(minutesLeft))} min`,
          ]),
    ].join(', '),
  waiting: (holder) =>
    holder === null
      ? 'Esperando a otra ejecución que empieza a escribir las etiquetas'
      : `Esperando al proceso ${holder.pid} de ${holder.host}, que escribe las etiquetas`,
  loading: 'Cargando el modelo',
  failed: (path, reason) => `sin etiquetar: ${path}: ${reason}`,
  failure: (why) => {
    switch (why.reason) {
      case 'binary':
        return 'no es texto: tiene bytes nulos o es casi todo caracteres de control';
      case 'notAFile':
        return 'no es un archivo normal';
      case 'tooLarge':
        return `${es.decimal(why.bytes / mebibytes)} MiB superan el límite (glosa.maxFileSizeKb)`;
      case 'unreadable':
        return why.errorCode === 'ENOENT' ? 'ya no existe' : `no se puede leer (${why.errorCode})`;
      case 'engineFailed':
        return 'el modelo falló dos veces con él';
      case 'samePath':
        return 'otra carpeta tiene un informe con esta ruta';
    }
  },
  noFolder: 'Abra antes una carpeta: las etiquetas se guardan en su .glosa.',
  untrusted: 'El espacio de trabajo no es de confianza: no se lee ni se escribe nada en él.',
  disabled: (folder) => `Glosa está desactivado en ${folder} (glosa.enable).`,
  running: 'Este espacio de trabajo ya se está etiquetando.',
  noModel: (reason) => `No hay modelo utilizable: ${reason}`,
  modelChanged:
    'El modelo cambió mientras se etiquetaba el espacio de trabajo. Lo leído se conserva; ejecútelo de nuevo.',
  notALabelFile: (path) => `${path} no es un archivo de etiquetas; se ha dejado como está.`,
  cannotWrite: (path, code) =>
    code === 'ENOSPC'
      ? `El disco está lleno. Lo leído está completo en ${path}; ejecútelo de nuevo para continuar.`
      : `No se puede escribir ${path} (${code}).`,
  counting: (reports) => `${es.whole(reports)} ${reports === 1 ? 'informe contado' : 'informes contados'}`,
  comparing: (percent) => `${percent} comparado`,
  noRecords: (path) => `${path} no tiene registros de etiquetas.`,
  unreadable: (code) => `No se pueden leer las etiquetas (${code}).`,
};

export const workspaceMessages: Readonly<Record<Language, WorkspaceMessages>> = { en: english, es: spanish };
