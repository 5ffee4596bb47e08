package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the roles of one branch of a run are told of caps of which much is spent: one line each,
 * behind the next turn that is sent to the model. Thread-safe.
 */
final class BudgetNotices {
  private static final TemplateFile WORDS =
      TemplateFile.of(BudgetNotices.class, "budget-notice.md");
  private static final String PREFIX = WORDS.text("prefix");
  private static final Template NOTICE =
      WORDS.template("notice", "prefix", "spent", "cap", "percent");
  private final Map<AgentRole, List<ContentBlock>> untold = new HashMap<>();

  /** A call of the role brought a cap so far. */
  synchronized void reached(AgentRole role, BudgetWarning warning) {
    Cap cap = warning.cap();
    String line =
        NOTICE.fill(
            PREFIX, cap.unit().toDisplay(warning.spent()), cap.toDisplay(), warning.percent());
    untold.computeIfAbsent(role, unused -> new ArrayList<>()).add(new ContentBlock.Text(line));
  }

  /** Returns a turn with the lines behind it that its role was not told yet. */
  synchronized UserTurn with(AgentRole role, UserTurn turn) {
    List<ContentBlock> lines = untold.getOrDefault(role, List.of());
    if (lines.isEmpty()) {
      return turn;
    }
    List<ContentBlock> blocks = new ArrayList<>(turn.blocks());
    blocks.addAll(lines);
    return UserTurn.of(blocks);
  }

  /** A turn was answered, so that what stands behind it is told. */
  synchronized void told(AgentRole role, UserTurn turn) {
    List<ContentBlock> lines = untold.get(role);
    if (lines != null) {
      lines.removeAll(turn.blocks());
    }
  }

  /** Returns a turn as its role said it. */
  static UserTurn without(UserTurn turn) {
    List<ContentBlock> blocks = turn.blocks();
    int end = blocks.size();
    while (end > 1 && isNotice(blocks.get(end - 1))) {
      end--;
    }
    return end == blocks.size() ? turn : UserTurn.of(blocks.subList(0, end));
  }

  private static boolean isNotice(ContentBlock block) {
    return block instanceof ContentBlock.Text text && text.text().startsWith(PREFIX);
  }
}
