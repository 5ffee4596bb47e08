package dev.nightshift.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.internal.durable.BlobStore;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the records of a run stand in its log: as they are, or, if they are large, as the name of a
 * file that has them. A record that looks like such a name is kept in a file as well.
 */
final class StoredRecords {
  /** From here on a record is a file, so that a log is read fast and listed by people. */
  static final int LARGE = 64 << 10;

  private static final String REFERENCE = "{\"blob\":\"";
  private static final Pattern REFERENCES =
      Pattern.compile("\\{\"blob\":\"([0-9a-f]{64})\",\"bytes\":[0-9]+\\}");
  private final BlobStore blobs;

  StoredRecords(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** What is appended to the log in place of a record; a file it names is on the disk. */
  String stored(String record) throws IOException {
    if (record.length() < LARGE && !record.startsWith(REFERENCE)) {
      return record;
    }
    byte[] content = record.getBytes(UTF_8);
    return REFERENCE + blobs.put(content) + "\",\"bytes\":" + content.length + "}";
  }

  /** The record for which this stands in the log. */
  String restored(String payload) throws IOException {
    Matcher reference = REFERENCES.matcher(payload);
    return payload.startsWith(REFERENCE) && reference.matches()
        ? new String(blobs.get(reference.group(1)), UTF_8)
        : payload;
  }
}
