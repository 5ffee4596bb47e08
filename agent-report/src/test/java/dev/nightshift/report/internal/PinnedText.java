package dev.nightshift.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that a test keeps byte for byte in {@code src/test/resources/pinned}, as the texts of
 * agent-core are, so that whatever changes of a page shows in a diff and has to be meant.
 *
 * <p>What is produced now is left in {@code target/pinned}. Where the change is meant, copy it over
 * what is kept, read the diff and commit it with the change:
 *
 * <pre>{@code
 * mvn -Pfast -pl agent-report -am test -Dtest='Pinned*Test' -Dsurefire.failIfNoSpecifiedTests=false
 * cp agent-report/target/pinned/* agent-report/src/test/resources/pinned/
 * git diff agent-report/src/test/resources/pinned
 * }</pre>
 */
final class PinnedText {
  private static final Path KEPT = Path.of("src/test/resources/pinned");

  private PinnedText() {}

  /** Fails unless the text is what is kept in this file. */
  static void assertIsKeptAs(String file, String produced) throws IOException {
    Path left = Files.createDirectories(Path.of("target", "pinned")).resolve(file);
    Files.writeString(left, produced);
    String kept = Files.exists(KEPT.resolve(file)) ? Files.readString(KEPT.resolve(file)) : "";

    assertThat(produced)
        .as("%s; where the change is meant, see the Javadoc of PinnedText", file)
        .isEqualTo(kept);
  }
}
