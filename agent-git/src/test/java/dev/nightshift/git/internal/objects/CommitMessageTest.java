package dev.nightshift.git.internal.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitMessageTest {
  private static final String HOSTILE =
      "@team closes #3, https://github.com/a/b/issues/5 [skip ci] GH-6 !7";
  private static final WorkspacePlan PLAN =
      new WorkspacePlan(RunId.of("run-1"), "nightshift/run-1", "main", "0".repeat(40));

  @Test
  void whatAForgeWouldActOnIsWrittenByLookAlikes() {
    String message =
        new CommitMessage(HOSTILE + "\n\nskip-checks: true\nSee #4.", PLAN)
            .assistedBy(List.of("model@house"))
            .conflicts(List.of("src/@types/#7.txt"))
            .leftOut(List.of(HOSTILE))
            .format();

    assertThat(message)
        .startsWith(
            "\uff20team closes \uff033, https\uff1a//github.com/a/b/issues/5 \uff3bskip ci]")
        .doesNotContain("@", "#", "://", "[skip", "GH-6", "!7", "skip-checks:");
    assertThat(CommitMessage.workspaceOf(message)).contains(RunId.of("run-1"));
  }

  @Test
  void aMessageThatIsWrittenAnewStaysAsItIs() {
    String message = new CommitMessage(HOSTILE, PLAN).leftOut(List.of(HOSTILE)).format();
    Set<String> leftOut = CommitMessage.trailers(message, CommitMessage.LEFT_OUT);

    assertThat(new CommitMessage(CommitMessage.textOf(message), PLAN).leftOut(leftOut).format())
        .isEqualTo(message);
  }
}
