/** Values of options: read, or refused with exit code 2. */
import { availableParallelism } from 'node:os';
import { devices } from './argumentTypes.js';
import type { ModelArguments } from './argumentTypes.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';

export function modelArguments(
  values: { model?: string | undefined; device: string; 'cuda-path'?: string | undefined },
  messages: Messages,
): ModelArguments {
  return {
    model: values.model ?? null,
    device: oneOf('--device', values.device, devices, messages),
    cudaPath: values['cuda-path'] ?? null,
  };
}

export function oneOf<T extends string>(
  option: string,
  value: string,
  allowed: readonly T[],
  messages: Messages,
): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined)
    throw new CliError(exitCodes.usage, messages.usage.notOneOf(option, value, allowed));
  return found;
}

export function jobsOf(value: string | undefined, messages: Messages): number {
  return value === undefined ? availableParallelism() : positiveInteger('--jobs', value, messages);
}

export function positiveInteger(option: string, value: string, messages: Messages): number {
  if (!/^[1-9]\d{0,3}$/.test(value))
    throw new CliError(exitCodes.usage, messages.usage.notPositiveInteger(option, value));
  return Number(value);
}

export function byteSize(value: string, messages: Messages): number {
  const match = /^(\d{1,12})([KMG]?)$/i.exec(value);
  const bytes = Number(match?.[1]) * 1024 ** ['', 'K', 'M', 'G'].indexOf(match?.[2]?.toUpperCase() ?? '');
  if (match === null || bytes < 1) throw new CliError(exitCodes.usage, messages.usage.notASize(value));
  return bytes;
}
