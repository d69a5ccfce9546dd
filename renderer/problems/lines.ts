/** Problems of the drawing and refusals of the kernel as one list, the worst first. Pure. */
import type { LabState, Problem } from '../../electron/shared/contract';
import type { NestworkError } from '../../electron/shared/lab/error';

export type ProblemLine =
  | {
      readonly kind: 'problem';
      readonly severity: Problem['severity'];
      readonly key: string;
      readonly place: string | undefined;
      readonly problem: Problem;
    }
  | { readonly kind: 'failure'; readonly severity: 'error'; readonly key: string; readonly place: string; readonly error: NestworkError };
export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** What the kernel refused comes before what is only drawn. */
export function problemLines(problems: readonly Problem[], failed: LabState['failed']): ProblemLine[] {
  const failures = failed.map(({ id, error }): ProblemLine => ({
    kind: 'failure',
    severity: 'error',
    key: `failed ${id}`,
    place: id,
    error,
  }));
  const seen = new Map<string, number>();
  const drawn = problems.map((problem): ProblemLine => {
    const text = [problem.code, problem.node, problem.interface, problem.link, JSON.stringify(problem.args ?? {})].join(' ');
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    return { kind: 'problem', severity: problem.severity, key: `${text} ${before}`, place: problem.node ?? problem.link, problem };
  });
  const rank = ({ severity }: ProblemLine): number => severities.indexOf(severity);
  return [...failures, ...drawn].sort((a, b) => rank(a) - rank(b));
}

export const counts = (lines: readonly ProblemLine[]): Record<Severity, number> => ({
  error: lines.filter((line) => line.severity === 'error').length,
  warning: lines.filter((line) => line.severity === 'warning').length,
  info: lines.filter((line) => line.severity === 'info').length,
});
