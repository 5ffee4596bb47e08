package dev.nightshift.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathRaceTest {
  @Test
  void noFileEscapesWhileDirectoriesAreSwappedForLinks(@TempDir Path directory) throws Exception {
    long operations = Long.getLong("nightshift.race.operations", 6_000);
    PathRace race = new PathRace(directory);

    PathRace.Result result = race.run(WorkspaceFiles.ofDirectory(race.root()), operations);

    assertThat(result.escapes()).as(result.toString()).isZero();
    assertThat(result.done()).as(result.toString()).isPositive();
    assertThat(result.refused()).as(result.toString()).isPositive();
    assertThat(result.swaps()).as(result.toString()).isPositive();
  }
}
