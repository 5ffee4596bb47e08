package dev.nightshift.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.Require;

/** The rules of records and writers that every journal keeps. */
final class RecordLine {
  private RecordLine() {}

  static String checked(String record) {
    Require.nonNull(record, "record");
    if (record.isEmpty()
        || record.indexOf('\n') >= 0
        || record.indexOf('\r') >= 0
        || !UTF_8.newEncoder().canEncode(record)) {
      throw new IllegalArgumentException(
          "a record must be one line of whole characters that is not empty; write JSON without"
              + " line breaks, with escapes for half surrogate pairs");
    }
    return record;
  }

  static IllegalStateException closed() {
    return new IllegalStateException(
        "the writer of the run was closed; acquire the run again to go on");
  }
}
