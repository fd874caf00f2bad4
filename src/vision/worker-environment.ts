/** Settings that are secrets, of Kith's and of PostgreSQL's clients. */
const secret = /TOKEN|KEY|PASSW|SECRET|^DATABASE_URL$|^PG/i;

/** What a worker, which reads files from strangers, gets of this process's environment: no secret. */
export function workerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secret.test(name)));
}
