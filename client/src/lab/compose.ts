/** Reads a lab's compose.yaml. In work. */
import type { LabPlan } from './plan';

/** @throws LabError definition, with the line, when the file is not a lab. */
export function parsePlan(_text: string, _file: string): LabPlan {
  throw new Error('in work');
}

/** Reads and parses compose.yaml. @throws LabError definition. */
export function readPlan(_file: string): Promise<LabPlan> {
  return Promise.reject(new Error('in work'));
}
