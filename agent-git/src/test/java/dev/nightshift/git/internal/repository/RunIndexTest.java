package dev.nightshift.git.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIndexTest {
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";
  @TempDir private Path commonDir;

  private Path make(String directory) throws IOException {
    return Files.createDirectories(commonDir.resolve(directory));
  }

  private void pack(String... refs) throws IOException {
    StringBuilder lines = new StringBuilder("# pack-refs with: peeled fully-peeled sorted\n");
    for (String ref : refs) {
      lines.append(ID).append(' ').append(ref).append('\n');
    }
    Files.writeString(commonDir.resolve("packed-refs"), lines);
  }

  private Iterable<String> names(RunIndex known) throws IOException {
    return known.names(name -> false);
  }

  @Test
  void aRunIsKnownByItsRecordByARefOrByAPackedOne() throws IOException {
    RunIndex known = new RunIndex(commonDir);
    assertThat(names(known)).isEmpty();
    make("nightshift/runs/recorded");
    Files.writeString(make("refs/nightshift/runs/loose").resolve("head"), ID + "\n");
    make("refs/nightshift/runs/empty");
    pack("refs/heads/main", "refs/nightshift/runs/packed/head", "refs/nightshift/runs/packed/base");

    assertThat(names(known)).containsExactly("loose", "packed", "recorded");
  }

  /** Symptom: what was packed and loose was forgotten once the loose file was gone. */
  @Test
  void aPackedRefStaysKnownWhenItsLooseFileGoes() throws IOException {
    RunIndex known = new RunIndex(commonDir);
    pack("refs/nightshift/runs/old/head");
    Path loose = make("refs/nightshift/runs/old").resolve("head");
    Files.writeString(loose, ID + "\n");
    assertThat(names(known)).containsExactly("old");
    Files.delete(loose);

    assertThat(names(known)).containsExactly("old");
    pack("refs/heads/main");
    assertThat(names(known)).isEmpty();
  }

  @Test
  void whatIsPassedOverIsNeitherReturnedNorRemoved() throws IOException {
    RunIndex known = new RunIndex(commonDir);
    make("nightshift/runs/open");
    make("nightshift/runs/dead");
    Path open = make("refs/nightshift/runs/open");
    Path dead = make("refs/nightshift/runs/dead");

    assertThat(known.names("open"::equals)).containsExactly("dead");
    known.deleteEmpty("open"::equals);

    assertThat(open).exists();
    assertThat(dead).doesNotExist();
  }
}
