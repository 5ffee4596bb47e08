package dev.nightshift.git.internal.disk;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * Who works on a run, as it stands in the run's record and in its directory.
 *
 * @param process the process that opened the run
 * @param since when
 * @param repository the git directory the run belongs to
 * @param directory where its files are
 * @param state the state directory it is recorded in, from which it may go on; empty if there is
 *     none
 */
public record RunOwner(
    OwnerProcess process, Instant since, Path repository, Path directory, String state) {
  private static final String FILE = "owner";
  // Another number says that what else lies beside the file may be different.
  private static final String VERSION = "1";

  /** Returns the file that names the owner. */
  public static WholeFile in(Path place) {
    return new WholeFile(place.resolve(FILE));
  }

  /** Returns the same run with another process that works on it. */
  public RunOwner by(OwnerProcess other) {
    return new RunOwner(other, since, repository, directory, state);
  }

  /** Writes the file that names the owner. */
  public void saveIn(Path place) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("nightshift", VERSION);
    process.saveTo(properties);
    properties.setProperty("since", since.toString());
    properties.setProperty("repository", repository.toString());
    properties.setProperty("directory", directory.toString());
    if (!state.isEmpty()) {
      properties.setProperty("state", state);
    }
    StringWriter text = new StringWriter();
    properties.store(text, null);
    in(place).write(text.toString());
  }

  /** Returns what a file says, empty if there is none or it cannot be understood. */
  public static Optional<RunOwner> of(Path place) throws IOException {
    try {
      Optional<String> text = in(place).read();
      return text.isEmpty() ? Optional.empty() : parsed(text.get());
    } catch (CharacterCodingException | IllegalArgumentException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<RunOwner> parsed(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    if (!VERSION.equals(properties.getProperty("nightshift"))) {
      return Optional.empty();
    }
    return Optional.of(
        new RunOwner(
            OwnerProcess.from(properties),
            Instant.parse(OwnerProcess.required(properties, "since")),
            Path.of(OwnerProcess.required(properties, "repository")),
            Path.of(OwnerProcess.required(properties, "directory")),
            properties.getProperty("state", "")));
  }
}
