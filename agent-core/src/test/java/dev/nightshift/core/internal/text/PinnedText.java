package dev.nightshift.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text of the product that a test keeps byte for byte in {@code src/test/resources/pinned}, so
 * that every word that changes shows in a diff and has to be meant.
 *
 * <p>What is produced now is left in {@code target/pinned}. Where the change of words is meant,
 * copy it over what is kept, read the diff and commit it with the change:
 *
 * <pre>{@code
 * mvn -Pfast -pl agent-core test -Dtest='Pinned*Test'
 * cp agent-core/target/pinned/* agent-core/src/test/resources/pinned/
 * git diff agent-core/src/test/resources/pinned
 * }</pre>
 */
public final class PinnedText {
  private final StringBuilder text = new StringBuilder();

  /** Adds a part under its name. */
  public void add(String name, String part) {
    text.append("######## ").append(name).append('\n').append(part).append('\n');
  }

  /** Fails unless all parts are what is kept under this name. */
  public void assertIsKeptAs(String file) {
    String produced = text.toString();
    try {
      Path left = Files.createDirectories(Path.of("target", "pinned")).resolve(file);
      Files.writeString(left, produced);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot leave the text of " + file, failed);
    }
    assertThat(produced)
        .as("%s; where the change is meant, see the Javadoc of PinnedText", file)
        .isEqualTo(kept(file));
  }

  private static String kept(String file) {
    try (InputStream in = PinnedText.class.getResourceAsStream("/pinned/" + file)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read what is kept of " + file, failed);
    }
  }
}
