package dev.nightshift.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindTest {
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final int WHOLE = 2 * Pipelines.NAMES.size();

  @Test
  void everyEndReasonHasAKindThatEndsSo() throws IllegalAccessException {
    Set<EndReason> ends = KINDS.stream().map(Kind::end).collect(Collectors.toSet());
    Set<EndReason> reasons = new HashSet<>();
    for (Field field : EndReason.class.getFields()) {
      reasons.add((EndReason) field.get(null));
    }

    assertThat(reasons).hasSizeGreaterThan(20);
    assertThat(ends).isEqualTo(reasons);
  }

  /** Each even kind met some pipelines in memory only. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void meetsEachOfItsPipelinesInMemoryAndOnGit(Kind kind) {
    Set<String> all = new HashSet<>();
    Set<String> met = new HashSet<>();
    for (int cycle = 0; cycle < WHOLE; cycle++) {
      String pipeline = kind.pipeline(Pipelines.turn(cycle));
      all.addAll(List.of(pipeline + " false", pipeline + " true"));
      met.add(pipeline + " " + ReplayProof.isOnGit(cycle, KINDS.indexOf(kind)));
    }

    assertThat(met).isEqualTo(all);
  }

  @Test
  void halfOfTheQuickProofIsOnGit() {
    long onGit =
        IntStream.range(0, KINDS.size()).filter(kind -> ReplayProof.isOnGit(0, kind)).count();

    assertThat(onGit).isEqualTo(KINDS.size() / 2);
  }

  @Test
  void theProofRecordsAllOfThem() throws IOException {
    String script = Files.readString(Path.of("..", "scripts", "proofs", "replay.sh"));

    assertThat(script)
        .contains("runs=" + KINDS.size() * WHOLE + "\n")
        .contains("--quick ] && runs=" + KINDS.size() + "\n");
  }
}
