package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.task.Task;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunDetailsTest {
  @Test
  void theAddressOfAPullRequestIsALine() {
    RecordedRun run =
        new RecordedRun(
            RunId.of("run-1"),
            RecordedRun.Status.ENDED,
            new RecordedRun.Origin(Task.builder("Say v1").build(), "fix", Instant.EPOCH),
            RecordedRun.Progress.unknown(),
            new RecordedRun.End(
                EndReason.PROPOSED,
                "waits",
                "look",
                URI.create("https://github.com/acme/shop/pull/7"),
                List.of(),
                Set.of()));

    assertThat(new RunDetails(run, List.of(), Path.of("none")).lines())
        .contains("link         https://github.com/acme/shop/pull/7");
  }
}
