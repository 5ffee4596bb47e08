package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where conversations of any shape are cut: texts, calls at once, pauses, compacted before. */
class CompactionBordersTest {
  private static final int CONVERSATIONS = 2_000;

  private int calls;

  @Test
  void noCallIsPartedFromItsResultAndNoAnswerFromTheTurnItAnswers() {
    int compacted = 0;
    for (int seed = 0; seed < CONVERSATIONS; seed++) {
      Random random = new Random(seed);
      History history = History.of(conversation(random, 2 + random.nextInt(30)));
      for (int time = 1; time <= 3; time++) {
        CompactionDraft draft =
            CompactionDraft.of(history, random.nextInt(3_000), random.nextInt(2_000), "", time);
        if (!draft.leavesOut()) {
          break;
        }
        compacted++;
        History shorter = history.compacted(draft.with(AssistantTurn.text(STRONG, "## Done")));
        assertIsOneThatProvidersTake(seed, history, shorter, draft);
        history = longer(shorter, random);
      }
    }
    assertThat(compacted).isGreaterThan(CONVERSATIONS);
  }

  /** All turns are either kept as they are or told of. */
  private static void assertIsOneThatProvidersTake(
      int seed, History before, History after, CompactionDraft draft) {
    List<Turn> sent = after.transcript().turns();
    String name = "conversation " + seed;
    assertThat(after.whole()).as(name).isEqualTo(before.whole());
    assertThat(draft.leftOut() + draft.kept() + 1)
        .as(name)
        .isEqualTo(before.whole().turns().size());
    assertThat(sent.get(0)).as(name).isInstanceOf(UserTurn.class);
    Set<String> open = Set.of();
    for (int i = 0; i < sent.size(); i++) {
      Turn turn = sent.get(i);
      assertThat(results(turn)).as(name).isEqualTo(open);
      assertThat(i > 0 && turn instanceof UserTurn && sent.get(i - 1) instanceof UserTurn)
          .as(name)
          .isFalse();
      open = turn instanceof AssistantTurn answer ? uses(answer) : Set.of();
    }
    List<Turn> all = before.transcript().turns();
    int first = all.size() - draft.kept();
    assertThat(all.get(first)).as(name).isInstanceOf(AssistantTurn.class);
    assertThat(all.get(first - 1)).as(name).isInstanceOf(UserTurn.class);
    assertThat(sent).as(name).hasSize(3 + draft.kept());
  }

  private Transcript conversation(Random random, int turns) {
    Transcript transcript = Transcript.empty().plus(UserTurn.text("Do it."));
    AssistantTurn last = answer(random);
    transcript = transcript.plus(last);
    for (int i = 0; i < turns; i++) {
      boolean goesOn = last.toolUses().isEmpty() && random.nextInt(4) == 0;
      transcript = goesOn ? transcript : transcript.plus(reply(last, random));
      last = answer(random);
      transcript = transcript.plus(last);
    }
    return transcript;
  }

  private History longer(History history, Random random) {
    List<Turn> turns = history.transcript().turns();
    History longer = history;
    AssistantTurn last = (AssistantTurn) turns.get(turns.size() - 1);
    for (int i = random.nextInt(10); i >= 0; i--) {
      longer = longer.plus(reply(last, random));
      last = answer(random);
      longer = longer.plus(last);
    }
    return longer;
  }

  private AssistantTurn answer(Random random) {
    List<ContentBlock> blocks = new ArrayList<>();
    blocks.add(new ContentBlock.Text("x".repeat(1 + random.nextInt(900))));
    for (int i = random.nextInt(4); i > 0; i--) {
      blocks.add(new ContentBlock.ToolUse("c" + calls++, "read", "{}"));
    }
    return AssistantTurn.of(STRONG, StopReason.END_TURN, blocks);
  }

  private static UserTurn reply(AssistantTurn answer, Random random) {
    List<ContentBlock> blocks = new ArrayList<>();
    for (ContentBlock.ToolUse use : answer.toolUses()) {
      String result = "y".repeat(random.nextInt(2_000));
      blocks.add(new ContentBlock.ToolResult(use.id(), result, random.nextBoolean()));
    }
    if (blocks.isEmpty() || random.nextInt(3) == 0) {
      blocks.add(new ContentBlock.Text("Told " + random.nextInt(50)));
    }
    return UserTurn.of(blocks);
  }

  private static Set<String> results(Turn turn) {
    Set<String> ids = new HashSet<>();
    for (ContentBlock block : turn.blocks()) {
      if (block instanceof ContentBlock.ToolResult result) {
        ids.add(result.toolUseId());
      }
    }
    return ids;
  }

  private static Set<String> uses(AssistantTurn answer) {
    Set<String> ids = new HashSet<>();
    answer.toolUses().forEach(use -> ids.add(use.id()));
    return ids;
  }
}
