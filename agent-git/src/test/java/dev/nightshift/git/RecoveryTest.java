package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose process was halted, in a real repository. */
class RecoveryTest {
  /** Every so many records a process is halted; all of them when somebody asks for it. */
  private static final int EVERY = Integer.getInteger("nightshift.recovery.every", 9);

  private static final int ANSWERS = 5;
  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWellWhereverItsProcessWasHalted(boolean merges) throws Exception {
    Delivery delivery = merges ? Delivery.merge() : Delivery.branch();
    int records = recordsOfWhole(delivery);

    int[] halts = IntStream.range(1, records).filter(n -> n % EVERY == 1).toArray();
    for (int halt : halts) {
      Path place = Files.createDirectories(root.resolve("halted-" + halt));
      try (TemporaryRepository repository = repository()) {
        RecoveryJvm process = process(repository, place);
        assertThat(process.haltsAfter(halt, delivery)).as("halted after %s", halt).isTrue();

        RunResult result = recovered(process, delivery);

        assertThat(result.reason())
            .as("halted after %s: %s", halt, result.report().ending().detail())
            .isEqualTo(merges ? EndReason.MERGED : EndReason.PROPOSED);
        String where = merges ? "main" : result.report().place().branch();
        String tip = repository.tip(where);
        assertThat(repository.read(tip, "A.java")).as("halted after %s", halt).isEqualTo("v2\n");
        assertThat(repository.read(tip, "B.java")).as("halted after %s", halt).isEqualTo("b\n");
        assertThat(process.answers())
            .as("answers, halted after %s", halt)
            .isBetween(ANSWERS, ANSWERS + 1);
        assertThat(process.workspaces().unfinished()).isEmpty();
      }
    }
  }

  /** Symptom: the landing was tried again, and its work merged twice. */
  @Test
  void aLandingThatWasDoneAndNotRecordedIsFoundOnItsTarget() throws Exception {
    try (TemporaryRepository whole = repository();
        TemporaryRepository repository = repository()) {
      RecoveryJvm uncut = process(whole, Files.createDirectories(root.resolve("whole")));
      assertThat(uncut.haltsAfter(Integer.MAX_VALUE, Delivery.merge())).isFalse();
      List<String> lines = uncut.journal().read(uncut.journal().runs().get(0));
      int intended = indexOf(lines, "landing/intended#1");
      RecoveryJvm process = process(repository, Files.createDirectories(root.resolve("cut")));

      assertThat(process.haltsAfter(intended + 1, Delivery.merge())).isTrue();
      String landed = repository.tip("main");
      RunResult result = recovered(process, Delivery.merge());

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(repository.tip("main")).isEqualTo(landed);
      assertThat(process.answers()).isEqualTo(ANSWERS);
    }
  }

  /** Symptom: whoever opened the repository first took the work away before it could go on. */
  @Test
  void anotherRunDoesNotSalvageWhatGoesOn() throws Exception {
    try (TemporaryRepository repository = repository()) {
      RecoveryJvm process = process(repository, root);
      process.haltsAfter(20, Delivery.merge());
      RunId halted = process.journal().runs().get(0);
      GitWorkspaces workspaces = process.workspaces();

      try (Nightshift nightshift =
          process.engine(workspaces, process.journal(), Delivery.merge())) {
        assertThat(workspaces.salvage()).isEmpty();
        assertThat(nightshift.recover())
            .extracting(RecoveredRun::id, RecoveredRun::fate)
            .containsExactly(
                org.assertj.core.groups.Tuple.tuple(halted, RecoveredRun.Fate.RESUMED));
        assertThat(nightshift.shutdown(Duration.ofSeconds(30))).isTrue();
      }
    }
  }

  /** Symptom: a process with other records removed what was to go on; it ended as interrupted. */
  @Test
  void aProcessWithOtherRecordsLeavesWhatGoesOn() throws Exception {
    try (TemporaryRepository repository = repository()) {
      RecoveryJvm process = process(repository, root);
      process.haltsAfter(20, Delivery.merge());
      RunId halted = process.journal().runs().get(0);

      assertThat(process.workspaces().salvage())
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.outcome()).isEqualTo(SalvagedRun.Outcome.LEFT);
                assertThat(left.toDisplay())
                    .contains("runs resume --state " + root.resolve("state"), halted.value());
              });
      assertThat(process.workspaces().prune(PruneOptions.standard().withUnknown())).hasSize(1);

      RunResult result = recovered(process, Delivery.merge());
      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    }
  }

  /** Symptom: what had a damaged journal was left for ever, by whatever a human asked for. */
  @Test
  void whatCannotGoOnIsSalvagedWhenSomebodyAsksForIt() throws Exception {
    try (TemporaryRepository repository = repository()) {
      RecoveryJvm process = process(repository, root);
      process.haltsAfter(20, Delivery.merge());
      RunId halted = process.journal().runs().get(0);
      Path log = root.resolve("state/runs").resolve(halted.value()).resolve("journal.log");
      List<String> lines = new ArrayList<>(Files.readAllLines(log));
      lines.set(4, lines.get(4).replace('a', 'b'));
      Files.write(log, lines);

      assertThat(process.workspaces().salvage())
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.outcome()).isEqualTo(SalvagedRun.Outcome.LEFT);
                assertThat(left.toDisplay()).contains("is damaged", "prune --unknown");
              });
      assertThat(process.workspaces().prune(PruneOptions.standard().withUnknown()))
          .singleElement()
          .extracting(SalvagedRun::outcome)
          .isNotEqualTo(SalvagedRun.Outcome.LEFT);
      assertThat(process.workspaces().unfinished()).isEmpty();
    }
  }

  /** Once its records are gone, nobody takes it up any more. */
  @Test
  void whatNobodyRecordsAnyMoreIsSalvaged() throws Exception {
    try (TemporaryRepository repository = repository()) {
      RecoveryJvm process = process(repository, root);
      process.haltsAfter(20, Delivery.merge());
      Files.move(root.resolve("state"), root.resolve("elsewhere"));

      assertThat(process.workspaces().salvage())
          .singleElement()
          .extracting(SalvagedRun::outcome)
          .isNotEqualTo(SalvagedRun.Outcome.LEFT);
      assertThat(process.workspaces().unfinished()).isEmpty();
    }
  }

  private int recordsOfWhole(Delivery delivery) throws Exception {
    try (TemporaryRepository repository = repository()) {
      RecoveryJvm process = process(repository, Files.createDirectories(root.resolve("whole")));
      assertThat(process.haltsAfter(Integer.MAX_VALUE, delivery)).isFalse();
      List<String> lines = process.journal().read(process.journal().runs().get(0));
      return indexOf(lines, "run/ended#1") + 1;
    }
  }

  private static int indexOf(List<String> lines, String note) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("\"note\":\"" + note + "\"")) {
        return i;
      }
    }
    throw new AssertionError("no " + note);
  }

  private static RunResult recovered(RecoveryJvm process, Delivery delivery) throws Exception {
    try (Nightshift nightshift =
        process.engine(process.workspaces(), process.journal(), delivery)) {
      List<RecoveredRun> found = nightshift.recover();
      assertThat(found).extracting(RecoveredRun::fate).containsExactly(RecoveredRun.Fate.RESUMED);
      return found.get(0).run().await(Duration.ofSeconds(30)).orElseThrow();
    }
  }

  private static TemporaryRepository repository() {
    return TemporaryRepository.bare(Map.of("A.java", "v0\n"));
  }

  private static RecoveryJvm process(TemporaryRepository repository, Path place) {
    return new RecoveryJvm(repository.directory(), place.resolve("ws"), place.resolve("state"));
  }
}
