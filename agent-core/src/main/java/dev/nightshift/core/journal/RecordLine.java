package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;

/** The one rule which records a journal takes. */
final class RecordLine {
  private RecordLine() {}

  static String checked(String record) {
    Require.nonNull(record, "record");
    if (record.isEmpty() || record.indexOf('\n') >= 0 || record.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "a record must be one line that is not empty; write JSON without line breaks");
    }
    return record;
  }
}
