// Tests that build on what the one before them left.

/** To be called in a describe: after a failure the tests that follow in it are skipped, not failed for the same reason. */
export function eachOnTheOneBefore(): void {
  let broken = false;
  beforeEach(function () {
    if (broken) this.skip();
  });
  afterEach(function () {
    broken ||= this.currentTest?.state === 'failed';
  });
}
