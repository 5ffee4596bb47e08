package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.loop.ModelLoop;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a model is told when its conversation is compacted, and what is read of its summary. */
final class CompactionText {
  private static final TemplateFile WORDS = TemplateFile.of(CompactionText.class, "compaction.md");
  private static final Template ASK = WORDS.template("ask", "words");
  private static final String SHORTENED = WORDS.text("shortened");
  private static final Template COMPACTED = WORDS.template("compacted", "number", "turns");
  private static final String TOLD = WORDS.text("told");
  private static final Template MISSING = WORDS.template("missing", "headings");
  private static final UserTurn GO_ON = UserTurn.text(WORDS.text("go-on"));

  /** As {@code compaction.md} asks for them. */
  private static final List<String> HEADINGS =
      List.of("Task", "Done", "Pending", "Files", "Decisions", "Failing tests");

  private static final String WITHHELD = "Its result follows when the summary is written.";

  private CompactionText() {}

  /** Returns the turn that asks for a summary; each call of the last turn gets an answer. */
  static UserTurn ask(List<Turn> turns, int words, boolean isShortened) {
    List<ContentBlock> blocks = new ArrayList<>();
    if (turns.get(turns.size() - 1) instanceof AssistantTurn last) {
      last.toolUses()
          .forEach(use -> blocks.add(new ContentBlock.ToolResult(use.id(), WITHHELD, false)));
    }
    blocks.add(new ContentBlock.Text(ASK.fill(words) + (isShortened ? "\n\n" + SHORTENED : "")));
    return UserTurn.of(blocks);
  }

  /** Returns the turn that leads from a summary to the turns that are kept. */
  static UserTurn goOn() {
    return GO_ON;
  }

  /**
   * Returns the first turn of a compacted conversation.
   *
   * @param first the first turn of the conversation as it was
   * @param leftOut the turns behind it that are left out
   * @param facts what the role states itself, may be empty
   * @param number how often the conversation was compacted, this time included
   * @param bytes how long what the host told in these turns may be
   */
  static UserTurn opening(Turn first, List<Turn> leftOut, String facts, int number, int bytes) {
    List<ContentBlock> blocks = new ArrayList<>(first.blocks());
    blocks.add(new ContentBlock.Text(COMPACTED.fill(number, leftOut.size())));
    List<String> told = told(leftOut);
    if (!told.isEmpty()) {
      blocks.add(new ContentBlock.Text(TOLD));
      int limit = CappedText.fairLimit(told.stream().map(CappedText::size).toList(), bytes);
      told.forEach(
          text -> blocks.add(new ContentBlock.Text(CappedText.headAndTail(text, limit, ""))));
    }
    if (!facts.isBlank()) {
      blocks.add(new ContentBlock.Text(facts));
    }
    return UserTurn.of(blocks);
  }

  /** Returns an opening that says what the summary lacks. */
  static UserTurn naming(List<String> missing, UserTurn opening) {
    if (missing.isEmpty()) {
      return opening;
    }
    List<ContentBlock> blocks = new ArrayList<>(opening.blocks());
    blocks.add(new ContentBlock.Text(MISSING.fill(String.join(", ", missing))));
    return UserTurn.of(blocks);
  }

  /** Returns the headings that a summary does not have. */
  static List<String> missing(String summary) {
    return HEADINGS.stream().filter(heading -> !has(summary, heading)).toList();
  }

  /** Tells whether a summary has none of the headings, so that it is none. */
  static boolean isNoSummary(String summary) {
    return missing(summary).size() == HEADINGS.size();
  }

  private static boolean has(String summary, String heading) {
    return Pattern.compile("(?im)^[^\\w\n]{0,8}" + heading + "\\b[^\\w\n]{0,8}$")
        .matcher(summary)
        .find();
  }

  /** What the host said, each once, but for what only keeps a loop going. */
  private static List<String> told(List<Turn> turns) {
    return turns.stream()
        .filter(UserTurn.class::isInstance)
        .flatMap(turn -> turn.blocks().stream())
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .filter(text -> !text.isBlank() && !text.equals(ModelLoop.CONTINUE))
        .distinct()
        .toList();
  }
}
