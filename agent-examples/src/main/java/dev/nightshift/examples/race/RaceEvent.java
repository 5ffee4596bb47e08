package dev.nightshift.examples.race;

/**
 * One call of a ledger as its caller saw it.
 *
 * @param invoked when it began, on the monotonic clock that all processes of a machine share
 * @param answered when it returned
 * @param is what came of it, as the ledger's own record is called; {@code denied} has no record
 * @param attempt the run and the turn, parted by a slash
 * @param left the tokens that a denial said were left; 0 otherwise
 */
record RaceEvent(long invoked, long answered, String is, String attempt, long left) {
  String line() {
    return invoked + " " + answered + " " + is + " " + attempt + " " + left;
  }

  static RaceEvent of(String line) {
    String[] parts = line.split(" ", -1);
    return new RaceEvent(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        parts[2],
        parts[3],
        Long.parseLong(parts[4]));
  }

  boolean isDenied() {
    return is.equals("denied");
  }
}
