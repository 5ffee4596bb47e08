package dev.nightshift.core.trust;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.durable.DurableFiles;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.internal.durable.RecordLog;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.ReviewTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The entries of a trust ledger in a log of a directory, shared by processes under a lock. */
final class TrustLog {
  /** What the header of the log says is in it. */
  private static final String KIND = "trust";

  private final Path directory;

  TrustLog(Path directory) {
    this.directory = directory;
  }

  /** All entries, oldest first; nothing is made where none is. */
  List<TrustEntry> read() {
    return Files.exists(file()) ? update(List.of()) : List.of();
  }

  /**
   * Adds what is not there yet: a run has each outcome at most once. What was added is on the disk.
   *
   * @return all entries then
   */
  List<TrustEntry> update(List<TrustEntry> entries) {
    try {
      DurableFiles.makeDirectory(directory);
      ProcessLock lock = ProcessLock.take(directory.resolve("lock"));
      try {
        return appended(entries);
      } finally {
        lock.close();
      }
    } catch (IOException failed) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "the trust of runs in "
              + VisibleText.name(file().toString())
              + " cannot be kept: "
              + failed,
          failed);
    }
  }

  private List<TrustEntry> appended(List<TrustEntry> entries) throws IOException {
    List<TrustEntry> all = new ArrayList<>();
    try (RecordLog log =
        RecordLog.open(file(), KIND, record -> all.add(entry(JsonValue.parse(record.payload()))))) {
      List<String> lines = new ArrayList<>();
      for (TrustEntry entry : entries) {
        if (all.stream().noneMatch(known -> isSame(known, entry))) {
          all.add(entry);
          lines.add(json(entry).ascii());
        }
      }
      if (!lines.isEmpty()) {
        log.appendAll(lines);
        log.force();
      }
    }
    return List.copyOf(all);
  }

  private static boolean isSame(TrustEntry known, TrustEntry entry) {
    return entry.run() != null
        && entry.run().equals(known.run())
        && entry.outcome() == known.outcome();
  }

  private Path file() {
    return directory.resolve("trust.log");
  }

  private static JsonValue json(TrustEntry entry) {
    RunId run = entry.run();
    JsonValue json =
        entry
            .key()
            .addTo(JsonValue.object().with("v", 1))
            .with("outcome", entry.outcome().toString())
            .with("at", entry.at().toString())
            .with("why", entry.why())
            .with("reading", entry.time().reading().toString())
            .with("estimate", entry.time().estimate().toString());
    return run == null ? json : json.with("run", run.value());
  }

  private static TrustEntry entry(JsonValue json) {
    return new TrustEntry(
        TrustKey.read(json),
        json.has("run") ? RunId.of(json.required("run").text()) : null,
        TrustOutcome.valueOf(json.required("outcome").text().toUpperCase(Locale.ROOT)),
        Instant.parse(json.required("at").text()),
        json.required("why").text(),
        ReviewTime.of(
            Duration.parse(json.text("reading", "PT0S")),
            Duration.parse(json.text("estimate", "PT0S"))));
  }
}
