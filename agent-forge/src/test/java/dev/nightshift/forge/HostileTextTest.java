package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.forge.internal.MarkedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts of tasks and agents that want to notify, close, run or hide something on the forge. */
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(FakeForge.Kind.class)
class HostileTextTest {
  @Parameter FakeForge.Kind kind;

  private static final String HOSTILE =
      "@team Closes #3, fixes acme/shop#4, resolves https://github.com/acme/shop/issues/5"
          + " <script>x</script> <!-- [skip ci] --> GH-6 GL-7 !8 $9 &10 ~bug %next [issue:11]";

  /** Symptom: a merge or a squash of the request closed issues, and checks did not run. */
  @Test
  void noMessageOfAPushedCommitNotifiesClosesOrSkipsAnything(@TempDir Path root) throws Exception {
    try (Shop shop = new Shop(root, kind)) {
      RunResult result;
      try (Nightshift nightshift = shop.engine(shop.requests())) {
        result = Shop.run(nightshift, Task.builder(HOSTILE).build());
      }

      RunId run = result.report().runId();
      assertThat(shop.remoteTip(run)).isEqualTo(result.report().commits().head());
      List<String> messages = messages(shop, shop.remoteTip(run));
      assertThat(messages).isNotEmpty().anyMatch(it -> it.startsWith("\uff20team Closes \uff033"));
      assertThat(messages)
          .allSatisfy(
              it ->
                  assertThat(it)
                      .doesNotContain("@", "#", "://", "GH-6", "[skip", "<!--")
                      .doesNotContain("GL-7", "!8", "$9", "&10", "~bug", "%next", "[issue:"));
    }
  }

  /** Of all commits that are not on the target. */
  private static List<String> messages(Shop shop, String tip) throws IOException {
    List<String> messages = new ArrayList<>();
    try (Repository open =
            new FileRepositoryBuilder().setGitDir(shop.local.directory().toFile()).build();
        RevWalk walk = new RevWalk(open)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(tip)));
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(shop.local.tip("main"))));
      walk.forEach(commit -> messages.add(commit.getFullMessage()));
    }
    return messages;
  }

  @Test
  void noTextOfARunNotifiesClosesOrHidesAnything(@TempDir Path root) throws Exception {
    try (Shop shop = new Shop(root, kind)) {
      try (Nightshift nightshift =
          shop.engine(
              shop.requests(),
              assignment -> {
                String file = "src/@types/#7.txt";
                assignment.workspace().files().write(file, "x\n".getBytes(StandardCharsets.UTF_8));
                assignment.decided(new DecisionNote(HOSTILE, HOSTILE, HOSTILE));
                return new Outcome.Changed(
                    HOSTILE + "\n/merge\n" + MarkedText.END + "\n# heading\n```\n" + HOSTILE);
              })) {
        Shop.run(nightshift, Task.builder(HOSTILE).acceptance(HOSTILE).build());
      }

      FakeRequest pull = shop.server.requests().get(0);
      String own = pull.body.replace(MarkedText.BEGIN, "").replace(MarkedText.END, "");
      assertThat(pull.title + "\n" + own)
          .doesNotContain("@")
          .doesNotContainPattern("(?<!#)#(?![# ])")
          .doesNotContain("://", "GH-6", "[skip", "\n/merge", "\n# heading")
          .doesNotContain("GL-7", "!8", "$9", "&10", "&amp;10", "~bug", "%next", "[issue:");
      assertThat(own.replaceAll("`[^`\n]*`", ""))
          .doesNotContainPattern("(?<!\\\\)<")
          .contains("\\<script\\>");
      assertThat(own).doesNotContain("<!--");
      assertThat(pull.body).containsOnlyOnce(MarkedText.END);
    }
  }
}
