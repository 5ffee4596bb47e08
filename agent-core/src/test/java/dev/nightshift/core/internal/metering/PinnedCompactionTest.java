package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;

import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a model is told when it is compacted; {@link PinnedText} says how to change it. */
class PinnedCompactionTest {
  private static final UserTurn FIRST = UserTurn.text("Do the task.");

  @Test
  void theWordsAreThese() {
    List<Turn> turns =
        List.of(
            FIRST,
            AssistantTurn.of(
                STRONG, StopReason.TOOL_USE, List.of(new ContentBlock.ToolUse("a", "read", "{}"))));
    List<Turn> told =
        List.of(
            UserTurn.text("The gate was red: {{x}}"),
            UserTurn.text("Continue."),
            UserTurn.text("y".repeat(300)),
            UserTurn.text("The gate was red: {{x}}"));
    UserTurn opening = CompactionText.opening(FIRST, told, "Changed: A.java", 2, 100);

    PinnedText pinned = new PinnedText();
    pinned.add("ask", all(CompactionText.ask(turns, 1_500, false)));
    pinned.add("ask, shortened", all(CompactionText.ask(List.of(FIRST), 1_500, true)));
    pinned.add("opening", all(opening));
    pinned.add("opening, the least", all(CompactionText.opening(FIRST, List.of(), "", 1, 100)));
    pinned.add(
        "opening, a summary that lacks something",
        all(CompactionText.naming(List.of("Done", "Files"), UserTurn.text("Opening"))));
    pinned.add("after the summary", all(CompactionText.goOn()));
    pinned.assertIsKeptAs("compaction.txt");
  }

  private static String all(Turn turn) {
    return turn.blocks().stream()
        .map(
            block ->
                block instanceof ContentBlock.Text text
                    ? text.text()
                    : "result of " + ((ContentBlock.ToolResult) block).content())
        .collect(Collectors.joining("\n--\n"));
  }
}
