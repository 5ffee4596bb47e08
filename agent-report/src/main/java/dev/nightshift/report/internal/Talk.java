package dev.nightshift.report.internal;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.run.RunConversation;
import java.util.ArrayList;
import java.util.List;

/**
 * One conversation, as it is folded away in a page.
 *
 * @param title whose it is
 * @param answers how many answers it has
 * @param system the system text
 * @param first its first turns
 * @param between how many turns are left out behind those
 * @param last its last turns, those that are not among the first
 */
record Talk(
    String title, long answers, String system, List<Said> first, int between, List<Said> last) {
  /** Turns at each end of a conversation: what begins it and what came of it. */
  private static final int MOST_TURNS = 60;

  /** Characters at each end of a text. */
  private static final int LONGEST = 3_000;

  /**
   * One turn.
   *
   * @param number from 1 on
   * @param who the host, or the model that answered
   * @param parts the parts of it, none of them blank
   */
  record Said(int number, String who, List<Part> parts) {}

  /**
   * A part of a turn.
   *
   * @param label what it is
   * @param text what it says, cut if it is long
   */
  record Part(String label, String text) {}

  static Talk of(RunConversation said) {
    List<Said> turns = new ArrayList<>();
    for (Turn turn : said.turns()) {
      turns.add(said(turns.size() + 1, turn));
    }
    int first = Math.min(MOST_TURNS, turns.size());
    int last = Math.max(first, turns.size() - MOST_TURNS);
    return new Talk(
        Tell.role(said.role())
            + ", "
            + said.name()
            + (said.fork().isEmpty() ? "" : ", in fork " + said.fork()),
        said.turns().stream().filter(AssistantTurn.class::isInstance).count(),
        cut(said.system()),
        turns.subList(0, first),
        last - first,
        turns.subList(last, turns.size()));
  }

  private static Said said(int number, Turn turn) {
    String who = turn instanceof AssistantTurn answer ? answer.producer().toString() : "Nightshift";
    List<Part> parts = turn.blocks().stream().map(Talk::part).toList();
    return new Said(number, who, parts.stream().filter(part -> !part.text().isBlank()).toList());
  }

  private static Part part(ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      return new Part("text", cut(text.text()));
    } else if (block instanceof ContentBlock.Thinking thought) {
      return new Part("thought", cut(thought.text()));
    } else if (block instanceof ContentBlock.ToolUse use) {
      return new Part("calls " + use.name(), cut(use.argumentsJson()));
    } else if (block instanceof ContentBlock.ToolResult result) {
      return new Part(result.isError() ? "a call failed" : "a call gave", cut(result.content()));
    }
    ContentBlock.Other other = (ContentBlock.Other) block;
    return new Part(other.kind(), cut(other.json()));
  }

  /** No half of a character that takes two is left at a cut. */
  private static String cut(String text) {
    if (text.length() <= 2 * LONGEST) {
      return text;
    }
    int begin = LONGEST - (Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? 1 : 0);
    int end = text.length() - LONGEST;
    end += Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
    return text.substring(0, begin)
        + "\n[.. "
        + Tell.count((long) end - begin)
        + " characters are left out; the records of the run have them ..]\n"
        + text.substring(end);
  }
}
