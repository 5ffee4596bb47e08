package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.calls;
import static dev.nightshift.core.agent.Turns.finish;
import static dev.nightshift.core.agent.Turns.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a model is told of its own edits; {@link PinnedText} says how to change it. */
class PinnedChangedFilesTest {
  private final FakeAssignment run = new FakeAssignment(Map.of("A.java", "v0\n", "B.java", "b\n"));

  @Test
  void filesThatToolsChangedAreToldFromWhatWasDone() throws Exception {
    run.conversation.willAnswer(
        calls(
            use("1", "edit_file", "path", "A.java", "old_text", "v0", "new_text", "v1"),
            use("2", "edit_file", "path", "B.java", "old_text", "none such", "new_text", "x"),
            use("3", "read_file", "path", "B.java")),
        calls(
            use("4", "write_file", "path", "odd\u202e.txt", "content", "x\n"),
            use("5", "edit_file", "path", "A.java", "old_text", "v1", "new_text", "v2"),
            use("6", "delete_file", "path", "B.java")),
        finish("7", "done"));

    ModelImplementer.builder(Turns.MODEL).build().implement(run);

    PinnedText pinned = new PinnedText();
    pinned.add("changed", run.conversation.facts());
    pinned.add("many", ChangedFiles.told(many(5), run.files, 2));
    pinned.assertIsKeptAs("changed-files.txt");
  }

  @Test
  void nothingIsToldBeforeAnythingWasChanged() throws Exception {
    run.conversation.willAnswer(finish("1", "done"));

    ModelImplementer.builder(Turns.MODEL).build().implement(run);

    assertThat(run.conversation.facts()).isEmpty();
  }

  private static Transcript many(int count) {
    List<ContentBlock.ToolUse> uses = new ArrayList<>();
    List<ContentBlock> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      uses.add(use("c" + i, "write_file", "path", i + ".txt", "content", ""));
      results.add(new ContentBlock.ToolResult("c" + i, "written", false));
    }
    return Transcript.empty()
        .plus(UserTurn.text("go"))
        .plus(calls(uses.toArray(ContentBlock.ToolUse[]::new)))
        .plus(UserTurn.of(results));
  }
}
